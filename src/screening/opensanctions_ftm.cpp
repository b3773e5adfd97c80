#include "screening/opensanctions_ftm.h"

#include <algorithm>
#include <string>

#include "base/limits.h"
#include "screening/ftm_entity.h"
#include "screening/opensanctions_csv.h"

namespace licet::screening {
namespace {

constexpr json::ParseOptions kLineOptions{json::Profile::kAny, 16, limits::kListLineBytesMax};

class FtmReader final : public ListReader {
 public:
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
  Status on_entity(const json::Value& entity, bool may_be_there);
  Status set_content(Content content);
  tl::unexpected<Error> error_here(ErrorCode code, std::string text) const {
    return fail(Error{code, std::move(text), {}, Where{file_, line_number_, 1, {}}, {}});
  }

  ListBuilder list_;
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
  const bool delta = value.find("op") != nullptr;
  LICET_CHECK(set_content(delta ? Content::kDelta : Content::kFull));
  return delta ? on_delta(value) : on_entity(value, false);
}

Status FtmReader::on_delta(const json::Value& value) {
  const std::string_view op = value.string_or("op", "");
  const json::Value* entity = value.find("entity");
  if (entity == nullptr || !entity->is_object()) return error_here(ErrorCode::kBadInput, "a change without an entity");
  if (op == "ADD") return on_entity(*entity, false);
  if (op == "MOD") return on_entity(*entity, true);
  if (op != "DEL") return error_here(ErrorCode::kBadInput, "unknown change; expected ADD, MOD or DEL");
  const std::string_view id = entity->string_or("id", "");
  if (id.empty()) return error_here(ErrorCode::kBadInput, "an entity without an id");
  list_.erase(id);
  return {};
}

Status FtmReader::on_entity(const json::Value& entity, bool may_be_there) {
  const std::string_view id = entity.string_or("id", "");
  if (id.empty() || entity.string_or("schema", "").empty())
    return error_here(ErrorCode::kBadInput, "an entity without id or schema");
  if (const auto wrong = malformed_property(entity))
    return error_here(ErrorCode::kBadInput, "the property '" + wrong->substr(0, 40) + "' of " +
                                                std::string(id.substr(0, 80)) +
                                                " is no list of texts; get the file again");
  if (list_.find(id) != nullptr) {
    if (!may_be_there) {
      return error_here(ErrorCode::kBadInput, "an entity that is there already, " + std::string(id.substr(0, 80)) +
                                                  ": a file was given twice, or a delta is of another version");
    }
    list_.erase(id);
  }
  for (const char* key : {"last_seen", "last_change"}) as_of_ = std::max(as_of_, moment_of(entity.string_or(key, "")));
  switch (left_out(entity)) {
    case LeftOut::kThing:
      list_.count("lines are relations, documents or things and were left out", entity.string_or("schema", ""));
      return {};
    case LeftOut::kNoTarget:
      list_.count("persons and companies are only mentioned (no target, no topic of risk) and were left out", id);
      return {};
    case LeftOut::kNoName:
      list_.count("entities have no name to find them by and were left out", id);
      return {};
    case LeftOut::kNot:
      break;
  }
  if (list_.size() >= limits::kListEntriesMax) {
    return error_here(ErrorCode::kLimit, "more than " + std::to_string(limits::kListEntriesMax) + " entries");
  }
  read_ftm_entity(entity, list_.entry(id, Where{file_, line_number_, 1, {}}), list_);
  return {};
}

Status FtmReader::end() {
  if (!line_.empty()) {
    return error_here(ErrorCode::kBadInput,
                      "the file ends inside a line: it is truncated (if it is whole, end it with a line break)");
  }
  if (content_ == Content::kUnknown) return error_here(ErrorCode::kBadInput, "the file has no entities");
  digests_ += crypto::digest_text(hash_->finish()) + '\n';
  return {};
}

Result<ReadList> FtmReader::finish() { return list_.finish("opensanctions-ftm", as_of_, crypto::sha256(digests_)); }

}  // namespace

std::unique_ptr<ListReader> make_opensanctions_ftm_reader() { return std::make_unique<FtmReader>(); }

}  // namespace licet::screening
