#include "screening/list_reader.h"

#include <algorithm>
#include <array>

#include "screening/eu_csv.h"
#include "screening/eu_xml.h"
#include "screening/firm_csv.h"
#include "screening/list_sniff.h"
#include "screening/ofac_advanced.h"
#include "screening/ofac_csv.h"
#include "screening/opensanctions_csv.h"
#include "screening/opensanctions_ftm.h"
#include "screening/uk_csv.h"
#include "screening/un_xml.h"

namespace licet::screening {
namespace {

using Make = std::unique_ptr<ListReader> (*)();

struct Format {
  Look look;
  Make make;
};

/// The formats of a kind. A file that looks like nothing known is read as the first, whose errors say what is wrong.
struct Formats {
  std::string_view kind;
  std::span<const Format> formats;
};

/// Looks at the beginning of each file, finds the format's reader, and hands everything on to it.
class KindReader final : public ListReader {
 public:
  explicit KindReader(const Formats& kind) : kind_(kind) {}

  void set_limits(const ListLimits& limits) override { limits_ = limits; }
  Status begin(std::string file) override {
    file_ = std::move(file);
    head_.clear();
    decided_ = false;
    return {};
  }
  Status feed(std::string_view bytes) override {
    if (decided_) return reader_->feed(bytes);
    const std::string_view head = bytes.substr(0, kLookBytes - head_.size());
    head_ += head;
    if (head_.size() < kLookBytes) return {};
    LICET_CHECK(decide());
    return reader_->feed(bytes.substr(head.size()));
  }
  Status end() override {
    if (!decided_) LICET_CHECK(decide());
    return reader_->end();
  }
  Result<ReadList> finish() override {
    if (!reader_) return fail(ErrorCode::kBadInput, "no file was given");
    return reader_->finish();
  }

 private:
  Status decide();
  tl::unexpected<Error> refuse(std::string text) const {
    return fail(Error{ErrorCode::kBadInput, std::move(text), {}, Where{file_, 0, 0, {}}, {}});
  }

  Formats kind_;
  ListLimits limits_;
  std::string file_;
  std::string head_;
  bool decided_ = false;
  const Format* format_ = nullptr;
  std::unique_ptr<ListReader> reader_;
};

Status KindReader::decide() {
  const Look look = look_of(head_);
  const auto found = std::find_if(kind_.formats.begin(), kind_.formats.end(),
                                  [look](const Format& format) { return format.look == look; });
  if (found == kind_.formats.end() && look != Look::kUnknown) {
    return refuse("this looks like " + std::string(look_text(look)) + ", and not like a list of kind " +
                  std::string(kind_.kind));
  }
  const Format* format = found == kind_.formats.end() ? &kind_.formats.front() : &*found;
  if (format_ != nullptr && format != format_)
    return refuse("the files are of different formats of this list; give those of one");
  if (!reader_) {
    reader_ = format->make();
    reader_->set_limits(limits_);
  }
  format_ = format;
  decided_ = true;
  LICET_CHECK(reader_->begin(file_));
  return reader_->feed(std::exchange(head_, {}));
}

template <const Formats& kKind>
std::unique_ptr<ListReader> make_kind() {
  return std::make_unique<KindReader>(kKind);
}

std::unique_ptr<ListReader> make_sdn() { return make_ofac_csv_reader("ofac-sdn"); }
std::unique_ptr<ListReader> make_cons() { return make_ofac_csv_reader("ofac-cons"); }

// A format more of a kind is a row here; the look that tells it is in list_sniff.h.
constexpr std::array kEuFormats{Format{Look::kEuXml, make_eu_xml_reader}, Format{Look::kEuCsv, make_eu_csv_reader}};
constexpr std::array kUnFormats{Format{Look::kUnXml, make_un_xml_reader}};
constexpr std::array kAdvancedFormats{Format{Look::kOfacXml, make_ofac_advanced_reader}};
constexpr std::array kFirmFormats{Format{Look::kFirm, make_firm_reader}};
constexpr std::array kConsFormats{Format{Look::kOfacCsv, make_cons}};
constexpr std::array kSdnFormats{Format{Look::kOfacCsv, make_sdn}};
constexpr std::array kFtmFormats{Format{Look::kOpenSanctionsFtm, make_opensanctions_ftm_reader}};
constexpr std::array kSimpleFormats{Format{Look::kOpenSanctionsSimple, make_opensanctions_simple_reader}};
constexpr std::array kUkFormats{Format{Look::kUk, make_uk_reader}};
constexpr std::array kConListFormats{Format{Look::kUkConList, make_uk_conlist_reader}};

constexpr Formats kEu{"eu", kEuFormats};
constexpr Formats kFirm{"firm", kFirmFormats};
constexpr Formats kCons{"ofac-cons", kConsFormats};
constexpr Formats kSdn{"ofac-sdn", kSdnFormats};
constexpr Formats kFtm{"opensanctions-ftm", kFtmFormats};
constexpr Formats kSimple{"opensanctions-simple", kSimpleFormats};
constexpr Formats kUn{"un", kUnFormats};
constexpr Formats kAdvanced{"ofac-sdn-advanced", kAdvancedFormats};
constexpr Formats kUk{"uk", kUkFormats};
constexpr Formats kConList{"uk-conlist", kConListFormats};

// What the lists had, and when: eu 5,860 (2026-05), ofac-cons 442 (2024), ofac-sdn 8,976 (2021) and 15,402 (2024), uk
// 6,349 (2026-08), uk-conlist some 4,000 groups (2024). OpenSanctions has sets of any size, and so has a firm.
constexpr std::array<ListKind, 10> kKinds = {{
    {kEu.kind, "European Union", "xmlFullSanctionsList_1_1.xml, or the CSV file of version 1.1", 4'600, make_kind<kEu>},
    {kFirm.kind, "the firm itself", "one CSV file: id, name, reason, type, ...", 1, make_kind<kFirm>},
    {kCons.kind, "OFAC, consolidated (non-SDN)", "cons_prim.csv, cons_alt.csv, cons_add.csv, cons_comments.csv", 350,
     make_kind<kCons>},
    {kSdn.kind, "OFAC, specially designated nationals", "sdn.csv, alt.csv, add.csv, sdn_comments.csv", 5'000,
     make_kind<kSdn>},
    {kAdvanced.kind, "OFAC, specially designated nationals", "sdn_advanced.xml", 5'000, make_kind<kAdvanced>},
    {kFtm.kind, "OpenSanctions", "entities.ftm.json, and after it delta files in their order", 1, make_kind<kFtm>},
    {kSimple.kind, "OpenSanctions", "targets.simple.csv", 1, make_kind<kSimple>},
    {kUk.kind, "United Kingdom, FCDO", "UK-Sanctions-List.csv", 5'000, make_kind<kUk>},
    {kConList.kind, "United Kingdom, OFSI (until 2026-01-28)", "ConList.csv", 2'000, make_kind<kConList>},
    {kUn.kind, "United Nations", "the consolidated list as XML", 800, make_kind<kUn>},
}};

}  // namespace

std::span<const ListKind> list_kinds() { return kKinds; }

const ListKind* find_list_kind(std::string_view id) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(), [id](const ListKind& kind) { return kind.id == id; });
  return found == kKinds.end() ? nullptr : &*found;
}

Result<ReadList> read_list(const ListKind& kind, std::span<const SourceFile> files) {
  const std::unique_ptr<ListReader> reader = kind.make();
  for (const SourceFile& file : files) {
    LICET_CHECK(reader->begin(file.name));
    LICET_CHECK(reader->feed(file.bytes));
    LICET_CHECK(reader->end());
  }
  return reader->finish();
}

}  // namespace licet::screening
