#include "screening/ofac_csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "base/limits.h"
#include "screening/list_document.h"
#include "screening/matcher.h"
#include "screening/ofac_remarks.h"
#include "screening/test_data.h"

namespace licet::screening {
namespace {

constexpr std::string_view kN = "-0- ";
constexpr Instant kAsOf{1'700'000'000'000'000};

std::string primary_row(std::string_view id, std::string_view name, std::string_view type,
                        std::string_view remarks = kN, std::string_view programmes = "DEMO") {
  std::string row =
      std::string(id) + ",\"" + std::string(name) + "\"," + std::string(type) + ",\"" + std::string(programmes) + "\"";
  for (int i = 0; i < 7; ++i) row += ",-0- ";
  return row + "," + (remarks == kN ? std::string(kN) : "\"" + std::string(remarks) + "\"") + "\r\n";
}

const std::string kPrimary =
    primary_row("7", "OSTROVSKY-KALE, Mirko", "\"individual\"", "DOB 1961; a.k.a. 'KALE'.", "ONE] [TWO") +
    primary_row("12", "HARBOUR NINE TRADING", "-0- ");
const std::string kAlias = "7,1,aka,\"KALE, Mirko\",-0- \r\n7,2,fka,\"OSTROVSKY, M.\",-0- \r\n99,3,aka,GHOST,-0- \r\n";
const std::string kAddress = "7,1,\"1 Quay\",\"Port\",\"Nowhere\",-0- \r\n12,2,-0- ,-0- ,-0- ,-0- \r\n";

Result<ReadList> read(std::vector<std::pair<std::string, std::string>> files) {
  std::vector<SourceFile> sources;
  for (const auto& [name, bytes] : files) sources.push_back({name, bytes});
  return read_ofac_csv("ofac-sdn", sources, kAsOf);
}
Result<ReadList> read_trio(const std::string& primary) {
  return read({{"a.csv", primary}, {"b.csv", kAlias}, {"c.csv", kAddress}});
}
/// The note that holds `part`; empty when there is none.
std::string note_of(const ReadList& read, std::string_view part) {
  for (const std::string& note : read.report.notes)
    if (note.find(part) != std::string::npos) return note;
  return {};
}
std::string error_of(const Result<ReadList>& got) { return got ? "no error" : got.error().to_string(); }

TEST(OfacCsv, ReadsTheTrioInAnyOrder) {
  const auto got = read({{"x", kAddress}, {"y", kAlias}, {"z", kPrimary}});
  ASSERT_TRUE(got) << got.error().to_string();
  const List& list = got->list;
  ASSERT_EQ(list.entries.size(), 3U) << "with the orphan alias";
  const Entry& person = list.entries[0];
  EXPECT_EQ(person.entry_id, "7");
  EXPECT_EQ(person.type, EntryType::kPerson);
  EXPECT_EQ(person.programmes, (std::vector<std::string>{"ONE", "TWO"}));
  ASSERT_EQ(person.names.size(), 4U);
  EXPECT_EQ(person.names[0].full, "OSTROVSKY-KALE, Mirko");
  EXPECT_EQ(person.names[1].full, "KALE, Mirko");
  EXPECT_EQ(person.names[2].full, "KALE");
  EXPECT_EQ(person.names[2].strength, Strength::kWeak);
  EXPECT_EQ(person.names[3].kind, NameKind::kFka);
  ASSERT_EQ(person.addresses.size(), 1U);
  EXPECT_EQ(person.addresses[0].country, "Nowhere");
  EXPECT_EQ(list.entries[1].type, EntryType::kEntity);
  EXPECT_TRUE(list.entries[1].addresses.empty());
  EXPECT_EQ(got->report.entries, 3U);
  EXPECT_EQ(got->report.persons, 1U);
  EXPECT_EQ(got->report.names, 6U);
  EXPECT_EQ(got->report.weak_names, 1U);
  EXPECT_EQ(note_of(*got, "aliases are of entries"),
            "1 aliases are of entries that the primary file does not have (99)");
}

TEST(OfacCsv, AnAliasOfAnEntryThatIsNotThereIsAListedNameOfItsOwn) {
  const auto got = read({{"a", kPrimary}, {"b", kAlias}, {"c", kAddress}});
  ASSERT_TRUE(got) << got.error().to_string();
  const Entry& orphan = got->list.entries.back();
  EXPECT_EQ(orphan.entry_id, "99");
  EXPECT_EQ(orphan.type, EntryType::kUnknown);
  ASSERT_EQ(orphan.names.size(), 1U);
  EXPECT_EQ(note_of(*got, "made of aliases"),
            "1 entries are made of aliases alone, and compared with persons and companies (99)");
  const auto index = ListIndex::build({std::make_shared<const List>(got->list)});
  ASSERT_TRUE(index);
  // Nobody knows whether it is a person or a company: it is found as either.
  for (const bool company : {false, true}) {
    Query query;
    (company ? query.company : query.full_name) = orphan.names[0].full;
    const auto answer = (*index)->screen(query, Thresholds{});
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->hits_total, 1U);
    EXPECT_EQ(answer->hits[0].entry_id, "99");
  }
}

TEST(OfacCsv, FilesOfAnotherListAreRefused) {
  const std::string alias = "70,1,\"aka\",\"SOMEBODY ELSE\",-0- \r\n";
  const std::string address = "70,1,\"1 Street\",\"Town\",\"Nowhere\",-0- \r\n";
  EXPECT_EQ(
      error_of(read({{"sdn.csv", kPrimary}, {"cons_alt.csv", alias}, {"add.csv", kAddress}})),
      "cons_alt.csv: most rows are of no entry in sdn.csv: the files are of different lists or publications; give "
      "those of one");
  EXPECT_EQ(error_of(read({{"sdn.csv", kPrimary}, {"alt.csv", kAlias}, {"cons_add.csv", address}})).substr(0, 13),
            "cons_add.csv:");
  EXPECT_TRUE(read({{"sdn.csv", kPrimary}, {"alt.csv", alias + kAlias}, {"add.csv", address + kAddress}}))
      << "half of the aliases belong";
  EXPECT_EQ(
      error_of(read({{"sdn.csv", kPrimary}, {"alt.csv", alias + alias + kAlias}, {"add.csv", kAddress}})).substr(0, 8),
      "alt.csv:")
      << "a few belong: lists share entries";
}

TEST(OfacCsv, HeaderLineEndsMarkAndOrderDoNotChangeTheList) {
  const List plain = read_trio(kPrimary)->list;
  std::string lf =
      "ent_num,SDN_name,SDN_type,Program,Title,Call_Sign,Vess_type,Tonnage,GRT,Vess_flag,Vess_owner,"
      "Remarks\n" +
      kPrimary;
  lf.erase(std::remove(lf.begin(), lf.end(), '\r'), lf.end());
  const auto other =
      read({{"1", kAddress + "\x1A"}, {"2", lf + "\x1A\r\n"}, {"3", "\xEF\xBB\xBF" + kAlias + "\x1A,,,,"}});
  ASSERT_TRUE(other) << other.error().to_string();
  EXPECT_EQ(other->list.digest, plain.digest);
  EXPECT_NE(other->list.source_digest, plain.source_digest);
}

TEST(OfacCsv, CommentsAreAppendedInTheMiddleOfAWord) {
  const std::string primary = primary_row("7", "X, Y", "individual", "a.k.a. 'Jo");
  const std::string comments = "7,\"hn'; Linked To: Z.\"\r\n8,\"lost\"\r\n";
  const auto got = read({{"a", primary}, {"b", kAlias}, {"d", comments}});
  ASSERT_TRUE(got) << got.error().to_string();
  const std::vector<ListName>& names = got->list.entries[0].names;
  EXPECT_TRUE(std::any_of(names.begin(), names.end(), [](const ListName& name) { return name.full == "John"; }));
  EXPECT_EQ(note_of(*got, "overflows"), "1 remark overflows are of entries that the primary file does not have (8)");
  EXPECT_EQ(error_of(read({{"a", primary}, {"b", kAlias}, {"d", comments + "9,\"of another list\"\r\n"}})).substr(0, 8),
            "d: most ");
  EXPECT_NE(error_of(read({{"a", primary}, {"b", kAlias}, {"d", comments + comments}})).find("a second time"),
            std::string::npos);
}

TEST(OfacCsv, RemarksThatAreCutOffAreSaidToBe) {
  const std::string cut = primary_row("7", "X, Y", "individual", "DOB 1961; a.k.a. 'Jo");
  const std::string whole = primary_row("7", "X, Y", "individual", "DOB 1961.");
  const auto note = [](const std::string& primary, const std::string& comments) {
    std::vector<std::pair<std::string, std::string>> files = {{"a", primary}, {"b", kAlias}, {"c", kAddress}};
    if (!comments.empty()) files.emplace_back("d", comments);
    const auto got = read(files);
    EXPECT_TRUE(got) << error_of(got);
    return note_of(*got, "remarks end");
  };
  EXPECT_EQ(note(cut, "").substr(0, 33), "1 remarks end in the middle, and ") << note(cut, "");
  EXPECT_EQ(note(whole, ""), "");
  EXPECT_EQ(note(cut, "7,\"hn'.\"\r\n"), "");
  EXPECT_EQ(note(cut, "7,\"hn'; and\"\r\n").substr(0, 28), "1 remarks end in the middle:");
}

TEST(OfacCsv, Latin1BecomesUtf8) {
  const auto got = read_trio(primary_row("7", "MU\xD1OZ, Jos\xE9", "individual"));
  ASSERT_TRUE(got) << got.error().to_string();
  EXPECT_EQ(got->list.entries[0].names[0].full, "MUÑOZ, José");
}

TEST(OfacCsv, AShipsFlagAndAnAddressAreCountries) {
  const auto ship = [](const std::string& flag) {
    return read({{"a", "7,SLOW HERON,vessel,D,-0- ,-0- ,-0- ,-0- ,-0- ," + flag + ",-0- ,-0- \r\n"},
                 {"b", "7,1,aka,HERON,-0- \r\n"},
                 {"c", "7,1,-0- ,Port,Burma,-0- \r\n"}});
  };
  const auto got = ship("\"Korea, North\"");
  ASSERT_TRUE(got) << error_of(got);
  EXPECT_EQ(got->list.entries[0].countries,
            (std::vector<ListCountry>{{"KP", CountryRole::kFlag}, {"MM", CountryRole::kResidence}}));
  EXPECT_EQ(ship("None Identified")->list.entries[0].countries.size(), 1U);
}

TEST(OfacCsv, ErrorsNameFileLineColumnAndCure) {
  EXPECT_EQ(error_of(read_trio(kPrimary + "13,\"CUT OFF")),
            "a.csv:3:12: the file ends inside a line: it is truncated (if it is whole, end it with a line break)");
  EXPECT_EQ(error_of(read_trio(kPrimary + "13,\"CUT OFF\",-0- \r\n")).substr(0, 12), "a.csv:3:14: ");
  EXPECT_EQ(error_of(read_trio(kPrimary + "x3,A,-0- ,D,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n")),
            "a.csv:3:1: an entry number of digits is expected here");
  EXPECT_EQ(error_of(read_trio(kPrimary + primary_row("13", "A", "spirit"))),
            "a.csv:3:8: unknown entry type; expected individual, vessel, aircraft or -0-");
  EXPECT_EQ(error_of(read_trio(kPrimary + primary_row("7", "A", "individual"))),
            "a.csv:3:1: the same entry number a second time");
  EXPECT_NE(error_of(read_trio(kPrimary + "13,\"OPEN\nB\"")).find("not closed on its line"), std::string::npos);
  EXPECT_NE(error_of(read_trio(kPrimary + "13,\"A\"B\",")).find("after a closing quote"), std::string::npos);
  EXPECT_NE(error_of(read_trio(kPrimary + std::string(1, '\0'))).find("NUL"), std::string::npos);
  EXPECT_NE(error_of(read_trio(kPrimary + "\x1A" + "13")).find("0x1A"), std::string::npos);
  EXPECT_NE(error_of(read_trio("")).find("no rows"), std::string::npos);
  EXPECT_NE(error_of(read_trio("name,born\r\n")).find("unknown file"), std::string::npos);
  EXPECT_NE(error_of(read_trio("a,b,c\r\n")).find("3 columns"), std::string::npos);
}

TEST(OfacCsv, WholeTrioOrNothing) {
  EXPECT_NE(error_of(read({{"a", kPrimary}})).find("no alias file"), std::string::npos);
  EXPECT_NE(error_of(read({{"b", kAlias}})).find("no primary file"), std::string::npos);
  EXPECT_NE(error_of(read({{"a", kPrimary}, {"a2", kPrimary}})).find("a second primary file"), std::string::npos);
  const auto no_address = read({{"a", kPrimary}, {"b", kAlias}});
  ASSERT_TRUE(no_address);
  EXPECT_EQ(no_address->report.notes[0], "no address file was given: entries carry no addresses");
  const std::string only_header = "ent_num,b,c,d,e,f,g,h,i,j,k,l\r\n";
  EXPECT_NE(error_of(read({{"a", only_header}, {"b", kAlias}})).find("no entries"), std::string::npos);
}

TEST(OfacCsv, FieldAndColumnLimits) {
  const std::string at_limit(limits::kCsvFieldBytesMax, 'r');
  EXPECT_TRUE(read_trio(primary_row("7", "A", "individual", at_limit)));
  const auto over = read_trio(primary_row("7", "A", "individual", at_limit + "r"));
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().code, ErrorCode::kLimit);
  EXPECT_EQ(read_trio(std::string(100, ',') + "\n").error().code, ErrorCode::kLimit);
}

RC_GTEST_PROP(OfacCsv, EveryTruncationOfTheLastByteOrMoreIsRefusedOrShorter, ()) {
  // Cut anywhere but at the end of a line: refused. At the end of a line: fewer entries, which the caller compares.
  const auto cut = *rc::gen::inRange<std::size_t>(1, kPrimary.size());
  const auto got = read_trio(kPrimary.substr(0, cut));
  RC_ASSERT(got.has_value() == (kPrimary[cut - 1] == '\n'));
}

RC_GTEST_PROP(OfacCsv, ChunksDoNotMatter, ()) {
  OfacCsvReader reader("ofac-sdn");
  for (const std::string* file : {&kPrimary, &kAlias, &kAddress}) {
    RC_ASSERT(reader.begin("f").has_value());
    std::string_view rest = *file;
    while (!rest.empty()) {
      const std::size_t take = std::min(rest.size(), *rc::gen::inRange<std::size_t>(1, 40));
      RC_ASSERT(reader.feed(rest.substr(0, take)).has_value());
      rest.remove_prefix(take);
    }
    RC_ASSERT(reader.end().has_value());
  }
  const auto got = reader.finish();
  RC_ASSERT(got.has_value());
  RC_ASSERT(got->list.digest == read_trio(kPrimary)->list.digest);
}

TEST(OfacRemarks, WeakAliases) {
  const auto names = weak_aliases_of("DOB 1951; a.k.a. 'ABU-'UMAR'; f.k.a. 'OLD'; nationality X; a.k.a. 'BNC'.");
  ASSERT_EQ(names.size(), 3U);
  EXPECT_EQ(names[0].full, "ABU-'UMAR");
  EXPECT_EQ(names[1].kind, NameKind::kFka);
  EXPECT_EQ(names[2].full, "BNC");
  EXPECT_TRUE(weak_aliases_of("a.k.a. 'open").empty());
  EXPECT_TRUE(weak_aliases_of("").empty());
}

TEST(ListDocument, RoundTripAndTampering) {
  const List list = read_trio(kPrimary)->list;
  const std::string document = list_to_document(list);
  const auto again = list_from_document(document);
  ASSERT_TRUE(again) << again.error().to_string();
  EXPECT_EQ(again->entries, list.entries);
  EXPECT_EQ(again->digest, list.digest);
  EXPECT_EQ(again->as_of, list.as_of);
  EXPECT_EQ(list_to_document(*again), document);
  const std::size_t body = document.find('\n') + 1;
  for (std::size_t i = body; i < document.size(); ++i) {
    std::string changed = document;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    ASSERT_EQ(list_from_document(changed).error().code, ErrorCode::kTampered) << i;
  }
  for (std::size_t size = 0; size < document.size(); ++size) {
    ASSERT_FALSE(list_from_document(std::string_view(document).substr(0, size))) << size;
  }
}

struct RealList {
  const char* folder;
  std::size_t entries, orphans;
};

TEST(OfacCsv, RealListsReadWithThePublishedCounts) {
  const auto data = testing::test_data();
  if (!data) GTEST_SKIP() << "no test data";
  // data/README.md; the consolidated list's README names entries only, the others are its files' rows.
  for (const RealList& real :
       {RealList{"2024", 15'402, 589}, RealList{"2021-07-07", 8'976, 0}, RealList{"cons", 442, 0}}) {
    std::vector<std::string> bytes;
    const auto got = read_ofac_csv("ofac-sdn", testing::ofac_files(*data / "ofac" / real.folder, bytes), kAsOf);
    ASSERT_TRUE(got) << real.folder << ": " << got.error().to_string();
    const List& list = got->list;
    EXPECT_EQ(list.entries.size(), got->report.entries) << real.folder;
    const std::string orphans = note_of(*got, "aliases are of entries"), made = note_of(*got, "made of aliases");
    EXPECT_EQ(got->report.entries - static_cast<std::size_t>(std::atoi(made.c_str())), real.entries) << real.folder;
    EXPECT_EQ(static_cast<std::size_t>(std::atoi(orphans.c_str())), real.orphans) << real.folder;
    const auto again = list_from_document(list_to_document(list));
    ASSERT_TRUE(again) << again.error().to_string();
    EXPECT_EQ(again->entries, list.entries) << real.folder;
  }
}

}  // namespace
}  // namespace licet::screening
