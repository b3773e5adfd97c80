#include "screening/xml_list.h"

#include <algorithm>

#include "base/limits.h"
#include "screening/list_document.h"
#include "screening/normalise.h"
#include "screening/published_text.h"

namespace licet::screening {
using namespace published;
namespace {

/// What an element counts besides its texts: what is made of it in memory is about that much.
constexpr std::size_t kElementBytes = 64;

std::size_t bytes_of(const Entry& entry) {
  std::size_t bytes = sizeof(Entry) + entry.remarks.size() + entry.title.size();
  for (const ListName& name : entry.names) bytes += sizeof(ListName) + name.full.size() + name.remarks.size();
  for (const ListAddress& address : entry.addresses)
    bytes += sizeof(ListAddress) + address.street.size() + address.city.size() + address.country.size();
  for (const auto& [key, text] : entry.details) bytes += key.size() + text.size();
  for (const ListId& id : entry.ids) bytes += sizeof(ListId) + id.value.size() + id.country.size();
  for (const ListCountry& country : entry.countries) bytes += sizeof(ListCountry) + country.code.size();
  return bytes + entry.births.size() * sizeof(BirthDate);
}

void count_names(const Entry& entry, ReadReport& report) {
  report.persons += entry.type == EntryType::kPerson ? 1 : 0;
  report.names += entry.names.size();
  report.weak_names += static_cast<std::size_t>(std::count_if(
      entry.names.begin(), entry.names.end(), [](const ListName& name) { return name.strength == Strength::kWeak; }));
}

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

Status XmlListReader::add_entry(Entry entry) {
  if (entry.entry_id.empty())
    return error_here(ErrorCode::kBadInput, "an entry without an id; the file is damaged, get it again");
  if (entry.entry_id.size() > limits::kListEntryIdBytesMax)
    return error_here(ErrorCode::kLimit, "an entry id of more than " + std::to_string(limits::kListEntryIdBytesMax) +
                                             " bytes; the file is damaged, get it again");
  std::erase_if(entry.names, [](const ListName& name) { return !names_somebody(name.full); });
  if (entry.names.empty())
    return error_here(ErrorCode::kBadInput, "the entry " + entry.entry_id + " has no name; get the file again");
  if (!ids_.insert(entry.entry_id).second)
    return error_here(ErrorCode::kBadInput, "the entry " + entry.entry_id + " a second time; get the file again");
  if (entries_.size() == limits::kListEntriesMax)
    return error_here(ErrorCode::kLimit, "more than " + std::to_string(limits::kListEntriesMax) + " entries");
  order_entry(entry);
  list_bytes_ += bytes_of(entry);
  if (list_bytes_ > limits::kListBytesMax)
    return error_here(ErrorCode::kLimit, "a list of more than " + std::to_string(limits::kListBytesMax) + " bytes");
  entries_.push_back(std::move(entry));
  return {};
}

Result<ReadList> XmlListReader::finish() {
  if (!digest_) return fail(ErrorCode::kBadInput, "no file was given; " + std::string(what_) + " is one XML file");
  LICET_CHECK(on_end());
  if (entries_.empty()) {
    return fail(Error{ErrorCode::kBadInput,
                      "the list has no entries: a list of nobody clears everybody; get the file again",
                      {},
                      Where{file_, 0, 0, {}}});
  }
  ReadList out;
  out.list.kind = kind_;
  out.list.as_of = as_of_;
  out.list.source_digest = *digest_;
  out.list.entries = std::move(entries_);
  for (const Entry& entry : out.list.entries) count_names(entry, out.report);
  out.report.entries = out.list.entries.size();
  out.report.notes = std::move(notes_);
  seal_list(out.list);
  return out;
}

}  // namespace licet::screening
