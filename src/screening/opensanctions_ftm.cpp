#include "screening/opensanctions_ftm.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/limits.h"
#include "screening/ftm_entity.h"
#include "screening/list_text.h"
#include "screening/opensanctions_csv.h"

namespace licet::screening {
namespace {

/// What the reader keeps of an id besides its entry.
constexpr std::size_t kKeyBytes = 64;
constexpr const char* kAnotherVersion =
    ", which is not there: the delta is of another version than the file it is given after; give the deltas that "
    "follow that file, or the newest full file";

std::string shown(std::string_view id) { return std::string(id.substr(0, 80)); }

constexpr json::ParseOptions kLineOptions{json::Profile::kAny, 16, limits::kListLineBytesMax};

class FtmReader final : public ListReader {
 public:
  void set_limits(const ListLimits& limits) override { list_.set_limits(limits); }
  Status begin(std::string file) override;
  Status feed(std::string_view bytes) override;
  Status end() override;
  Result<ReadList> finish() override;

 private:
  enum class Content : std::uint8_t { kUnknown, kFull, kDelta };

  Status on_bytes_of_line(std::string_view bytes);
  Status on_line();
  Status on_value(const json::Value& value);
  Status on_delta(const json::Value& value);
  enum class Change : std::uint8_t { kAdd, kModify };
  Status on_entity(const json::Value& entity, Change change);
  Status on_deletion(std::string_view id);
  Status replace(std::string_view id, Instant changed);
  Status leave_out(std::string_view id);
  Status set_content(Content content);
  tl::unexpected<Error> error_here(ErrorCode code, std::string text) const {
    return fail(Error{code, std::move(text), {}, here(), {}});
  }

  /// An id is there when an entry has it or when it was left out: a delta changes both.
  bool is_there(std::string_view id) const { return list_.has(id) || left_out_.contains(key_of(id)); }
  static std::uint64_t key_of(std::string_view id);
  Where here() const { return Where{file_, line_number_, 1, {}}; }

  ListBuilder list_;
  std::unordered_set<std::uint64_t> left_out_;          ///< keys of ids that are no entries
  std::unordered_map<std::uint64_t, Instant> changed_;  ///< by id of an entry: when it changed last
  std::size_t lines_ = 0;
  Instant as_of_ = kAsOfUnknown;
  std::string file_;
  std::string line_;
  std::uint32_t line_number_ = 1;
  Content content_ = Content::kUnknown;
  bool full_seen_ = false;
  std::unique_ptr<crypto::Sha256> hash_;  ///< of the file's bytes
  std::string digests_;                   ///< of the files in their order, which matters
};

Status FtmReader::begin(std::string file) {
  file_ = std::move(file);
  line_.clear();
  line_number_ = 1;
  content_ = Content::kUnknown;
  hash_ = std::make_unique<crypto::Sha256>();
  return {};
}

Status FtmReader::feed(std::string_view bytes) {
  hash_->update(bytes);
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    LICET_CHECK(on_bytes_of_line(bytes.substr(0, end)));
    if (end == std::string_view::npos) return {};
    LICET_CHECK(on_line());
    line_.clear();
    ++line_number_;
    bytes.remove_prefix(end + 1);
  }
  return {};
}

Status FtmReader::on_bytes_of_line(std::string_view bytes) {
  if (line_.size() + bytes.size() > limits::kListLineBytesMax) {
    return error_here(ErrorCode::kLimit, "a line of more than " + std::to_string(limits::kListLineBytesMax) +
                                             " bytes: this is no file of one entity a line");
  }
  line_ += bytes;
  return {};
}

Status FtmReader::on_line() {
  std::string_view text = line_;
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (line_number_ == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.empty()) return {};
  auto value = json::parse(text, kLineOptions);
  if (!value) {
    Error error = std::move(value).error();
    error.where.file = file_;
    error.where.line = line_number_;
    error.text += "; the file is damaged or is no entities.ftm.json: download it again";
    return fail(std::move(error));
  }
  if (!value->is_object()) return error_here(ErrorCode::kBadInput, "a line that is no JSON object");
  return on_value(*value);
}

Status FtmReader::set_content(Content content) {
  if (content_ == content) return {};
  if (content_ != Content::kUnknown)
    return error_here(ErrorCode::kBadInput, "entities and changes (op) in one file; give full and delta files apart");
  content_ = content;
  if (content == Content::kFull && full_seen_)
    return error_here(ErrorCode::kBadInput, "a second full file; give one full file and after it its delta files");
  if (content == Content::kDelta && !full_seen_)
    return error_here(ErrorCode::kBadInput, "a delta file before the full file that it changes; give that one first");
  full_seen_ = true;
  return {};
}

Status FtmReader::on_value(const json::Value& value) {
  if (value.find("versions") != nullptr && value.find("id") == nullptr)
    return error_here(
        ErrorCode::kBadInput,
        "this is delta.json, which only says where the deltas are: give the files that it names, in their "
        "order");
  if (++lines_ > list_.list_limits().rows)
    return error_here(ErrorCode::kLimit, "more than " + std::to_string(list_.list_limits().rows) + " lines");
  const bool delta = value.find("op") != nullptr;
  LICET_CHECK(set_content(delta ? Content::kDelta : Content::kFull));
  return delta ? on_delta(value) : on_entity(value, Change::kAdd);
}

Status FtmReader::on_delta(const json::Value& value) {
  const std::string_view op = value.string_or("op", "");
  const json::Value* entity = value.find("entity");
  if (entity == nullptr || !entity->is_object()) return error_here(ErrorCode::kBadInput, "a change without an entity");
  if (op == "ADD") return on_entity(*entity, Change::kAdd);
  if (op == "MOD") return on_entity(*entity, Change::kModify);
  if (op != "DEL") return error_here(ErrorCode::kBadInput, "unknown change; expected ADD, MOD or DEL");
  const std::string_view id = entity->string_or("id", "");
  if (id.empty()) return error_here(ErrorCode::kBadInput, "an entity without an id");
  return on_deletion(id);
}

std::uint64_t FtmReader::key_of(std::string_view id) {
  const crypto::Digest digest = crypto::sha256(id);
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < sizeof key; ++i) key = key << 8U | digest[i];
  return key;
}

Status FtmReader::on_deletion(std::string_view id) {
  if (!is_there(id)) return error_here(ErrorCode::kBadInput, "a deletion of " + shown(id) + kAnotherVersion);
  list_.erase(id);
  left_out_.erase(key_of(id));
  changed_.erase(key_of(id));
  return {};
}

/// Makes room for the new form of an entity that is there.
Status FtmReader::replace(std::string_view id, Instant changed) {
  const auto before = changed_.find(key_of(id));
  if (before != changed_.end() && changed != kAsOfUnknown && changed < before->second)
    return error_here(ErrorCode::kBadInput,
                      "a change of " + shown(id) + " to what it was on " + format_instant(changed) +
                          ", before the last change that is here already: the delta is older "
                          "than the file it is given after, or the deltas are not in their order");
  return on_deletion(id);
}

Status FtmReader::leave_out(std::string_view id) {
  left_out_.insert(key_of(id));
  return list_.hold(kKeyBytes, here());
}

Status FtmReader::on_entity(const json::Value& entity, Change change) {
  const std::string_view id = entity.string_or("id", "");
  if (id.empty() || entity.string_or("schema", "").empty())
    return error_here(ErrorCode::kBadInput, "an entity without id or schema");
  if (const auto wrong = malformed_property(entity))
    return error_here(ErrorCode::kBadInput, "the property '" + wrong->substr(0, 40) + "' of " + shown(id) +
                                                " is no list of texts; get the file again");
  const Instant changed = std::max(moment_of(entity.string_or("last_change", "")), kAsOfUnknown);
  if (change == Change::kModify) {
    if (!is_there(id)) return error_here(ErrorCode::kBadInput, "a change of " + shown(id) + kAnotherVersion);
    LICET_CHECK(replace(id, changed));
  } else if (is_there(id)) {
    return error_here(ErrorCode::kBadInput, "an entity that is there already, " + shown(id) +
                                                ": a file was given twice, or a delta is of another version");
  }
  for (const char* key : {"last_seen", "last_change"}) as_of_ = std::max(as_of_, moment_of(entity.string_or(key, "")));
  switch (left_out(entity)) {
    case LeftOut::kThing:
      list_.count("lines are relations, documents or things and were left out", entity.string_or("schema", ""));
      return leave_out(id);
    case LeftOut::kNoTarget:
      list_.count("persons and companies are only mentioned (no target, no topic of risk) and were left out", id);
      return leave_out(id);
    case LeftOut::kNoName:
      list_.count("entities have no name to find them by and were left out", id);
      return leave_out(id);
    case LeftOut::kNot:
      break;
  }
  LICET_TRY(Entry* const made, list_.entry(id, here()));
  LICET_CHECK(list_.hold(line_.size() + kKeyBytes, here()));
  if (changed != kAsOfUnknown) changed_[key_of(id)] = changed;
  read_ftm_entity(entity, *made, list_);
  return {};
}

Status FtmReader::end() {
  if (!line_.empty()) {
    return error_here(ErrorCode::kBadInput,
                      "the file ends inside a line: it is truncated (if it is whole, end it with a line break)");
  }
  if (content_ == Content::kUnknown && !full_seen_) return error_here(ErrorCode::kBadInput, "the file has no entities");
  if (content_ == Content::kUnknown) list_.note("a delta without changes: " + file_);
  digests_ += crypto::digest_text(hash_->finish()) + '\n';
  return {};
}

Result<ReadList> FtmReader::finish() { return list_.finish("opensanctions-ftm", as_of_, crypto::sha256(digests_)); }

}  // namespace

std::unique_ptr<ListReader> make_opensanctions_ftm_reader() { return std::make_unique<FtmReader>(); }

}  // namespace licet::screening
