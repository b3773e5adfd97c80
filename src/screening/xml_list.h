// What the readers of XML lists share: one file, its digest, its limits, and the rules every list keeps.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "screening/list_build.h"
#include "screening/xml_scan.h"

namespace licet::screening {

/// A list of one XML file. A format says what its elements mean in `on_open` and `on_close`, and hands over entries.
/// Besides the scanner's errors: kBadInput for a second file, another root element, an entry id that is missing or
/// comes twice, an entry without a name, and a list without entries (a list of nobody clears everybody); kLimit for
/// what is over ListLimits, or a record of more than limits::kListEntryBytesMax.
class XmlListReader : public ListReader, public XmlHandler {
 public:
  void set_limits(const ListLimits& limits) final { list_.set_limits(limits); }
  Status begin(std::string file) final;
  Status feed(std::string_view bytes) final;
  Status end() final;
  Result<ReadList> finish() final;

 protected:
  /// `kind` and `root` have to be texts that outlive the reader; `what` names the file for people.
  XmlListReader(std::string_view kind, std::string_view root, std::string_view what)
      : kind_(kind), root_(root), what_(what) {}

  /// The file's elements, as XmlHandler has them. The root is the right one.
  virtual Status on_open(const XmlElement& element) = 0;
  virtual Status on_close(const XmlElement& element, std::string_view text) = 0;
  /// After the last element, before the list is sealed.
  virtual Status on_end() { return {}; }

  /// An entry, or another record of the file, begins: from here its bytes are counted.
  void begin_record() { record_bytes_ = 0; }
  /// Keeps the entry, which is whole but for what `on_end` adds, and counts its bytes.
  Status add_entry(Entry entry);
  /// Counts bytes of something else that is kept.
  Status hold(std::size_t bytes) { return list_.hold(bytes, scanner_->here()); }
  tl::unexpected<Error> error_here(ErrorCode code, std::string text) const {
    return scanner_->error_here(code, std::move(text));
  }
  /// Counts the element in a note when its name is none of `known`, which is sorted: so nothing is left out unsaid.
  void note_unless_known(const XmlElement& element, std::span<const std::string_view> known);
  ListBuilder& list() { return list_; }
  void set_as_of(Instant as_of) { as_of_ = as_of; }

 private:
  Status open(const XmlElement& element) final;
  Status close(const XmlElement& element, std::string_view text) final;
  Status count(std::size_t bytes);
  Status check_root(const XmlElement& element) const;

  std::string_view kind_, root_, what_;
  std::string file_;
  std::unique_ptr<XmlScanner> scanner_;
  crypto::Sha256 hash_;
  std::optional<crypto::Digest> digest_;
  Instant as_of_ = kAsOfUnknown;
  std::size_t record_bytes_ = 0;
  ListBuilder list_;
};

}  // namespace licet::screening
