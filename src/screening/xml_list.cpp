#include "screening/xml_list.h"

#include <algorithm>

#include "base/limits.h"

namespace licet::screening {
namespace {

/// What an element counts besides its texts: what is made of it in memory is about that much.
constexpr std::size_t kElementBytes = 64;

}  // namespace

Status XmlListReader::begin(std::string file) {
  if (scanner_) {
    return fail(Error{ErrorCode::kBadInput,
                      "a second file; " + std::string(what_) + " is one file, and the first is " + file_,
                      {},
                      Where{std::move(file), 0, 0, {}}});
  }
  file_ = std::move(file);
  scanner_ = std::make_unique<XmlScanner>(file_, *this);
  return {};
}

Status XmlListReader::feed(std::string_view bytes) {
  LICET_INVARIANT(scanner_ && !digest_);
  hash_.update(bytes);
  return scanner_->feed(bytes);
}

Status XmlListReader::end() {
  LICET_INVARIANT(scanner_ && !digest_);
  LICET_CHECK(scanner_->finish());
  digest_ = hash_.finish();
  return {};
}

Status XmlListReader::check_root(const XmlElement& element) const {
  if (element.name == root_) return {};
  return error_here(ErrorCode::kBadInput, "another kind of file: it begins with <" + std::string(element.name) +
                                              ">, and " + std::string(what_) + " begins with <" + std::string(root_) +
                                              ">; give that file, or the kind of list that this one is");
}

Status XmlListReader::open(const XmlElement& element) {
  if (element.depth() == 1) LICET_CHECK(check_root(element));
  LICET_CHECK(on_open(element));
  std::size_t bytes = kElementBytes;
  for (const XmlAttribute& attribute : element.attributes) bytes += attribute.value.size();
  return count(bytes);
}

Status XmlListReader::close(const XmlElement& element, std::string_view text) {
  LICET_CHECK(count(text.size()));
  return on_close(element, text);
}

Status XmlListReader::count(std::size_t bytes) {
  record_bytes_ += bytes;
  if (record_bytes_ <= limits::kListEntryBytesMax) return {};
  return error_here(ErrorCode::kLimit, "a record of more than " + std::to_string(limits::kListEntryBytesMax) +
                                           " bytes: no publisher's list has that; get the file again");
}

void XmlListReader::note_unless_known(const XmlElement& element, std::span<const std::string_view> known) {
  if (!std::binary_search(known.begin(), known.end(), element.name))
    list_.count("elements are not known to this release and were not read", element.name);
}

Status XmlListReader::add_entry(Entry entry) {
  if (list_.has(entry.entry_id))
    return error_here(ErrorCode::kBadInput, "the entry " + entry.entry_id + " a second time; get the file again");
  LICET_TRY(Entry* const kept, list_.entry(entry.entry_id, scanner_->here()));
  if (entry.names.empty())
    return error_here(ErrorCode::kBadInput, "the entry " + entry.entry_id + " has no name; get the file again");
  LICET_CHECK(hold(bytes_of(entry)));
  *kept = std::move(entry);
  return {};
}

Result<ReadList> XmlListReader::finish() {
  if (!digest_) return fail(ErrorCode::kBadInput, "no file was given; " + std::string(what_) + " is one XML file");
  LICET_CHECK(on_end());
  if (list_.size() == 0) {
    return fail(Error{ErrorCode::kBadInput,
                      "the list has no entries: a list of nobody clears everybody; get the file again",
                      {},
                      Where{file_, 0, 0, {}}});
  }
  return list_.finish(std::string(kind_), as_of_, source_digest_of({*digest_}));
}

}  // namespace licet::screening
