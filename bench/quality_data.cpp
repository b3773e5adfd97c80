#include "quality_data.h"

#include <cstdio>
#include <cstdlib>
#include <span>

#include "base/gunzip_native.h"
#include "screening/alignment.h"
#include "screening/country_names.h"
#include "screening/csv_scan.h"
#include "screening/list_reader.h"
#include "screening/list_text.h"
#include "screening/test_data.h"

namespace licet::bench {
namespace {

using namespace licet::screening;

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(4);
}

std::uint32_t score_of(const Labelled& pair) {
  const NameForm form = pair.person() ? NameForm::kPerson : NameForm::kOrganisation;
  const auto query = normalise(pair.left, form), listed = normalise(pair.right, form);
  if (!query || !listed) return 0;
  return align(*query, *listed).score;
}

std::string unpacked(const std::filesystem::path& path) {
  if (path.extension() != ".gz") return testing::read_file(path);
  std::string text;
  Gunzip unpack(path.filename().string(), std::size_t{1} << 30U, [&](std::string_view piece) -> Status {
    text += piece;
    return {};
  });
  if (!unpack.feed(testing::read_file(path)) || !unpack.finish()) give_up("cannot unpack " + path.string());
  return text;
}

std::shared_ptr<const List> read_files(const char* kind, const std::vector<std::filesystem::path>& paths) {
  std::vector<std::string> bytes;
  std::vector<SourceFile> files;
  for (const auto& path : paths) {
    bytes.push_back(unpacked(path));
    files.push_back({path.extension() == ".gz" ? path.stem().string() : path.filename().string(), {}});
  }
  for (std::size_t i = 0; i < files.size(); ++i) files[i].bytes = bytes[i];
  auto read = read_list(*find_list_kind(kind), files);
  if (!read) give_up(std::string(kind) + ": " + read.error().to_string());
  return std::make_shared<const List>(std::move(read->list));
}

}  // namespace

std::vector<std::map<std::string, std::string>> rows_of(const std::filesystem::path& path) {
  std::vector<std::map<std::string, std::string>> out;
  std::vector<std::string> heading;
  CsvScanner scanner(path.filename().string(), [&](CsvRow& row) -> Status {
    if (heading.empty()) {
      heading = row.fields;
      return {};
    }
    auto& cells = out.emplace_back();
    for (std::size_t i = 0; i < row.fields.size() && i < heading.size(); ++i) cells[heading[i]] = row.fields[i];
    return {};
  });
  if (!scanner.feed(testing::read_file(path)) || !scanner.finish()) give_up("cannot read " + path.string());
  return out;
}

std::vector<Labelled> read_pairs(const std::filesystem::path& labelled) {
  std::map<std::string, double> theirs;
  const auto key = [](auto& row) { return row["schema"] + "\n" + row["name1"] + "\n" + row["name2"]; };
  for (auto& row : rows_of(labelled / "name_pairs_logicv2_scores.csv"))
    theirs[key(row)] = std::atof(row["score"].c_str());
  std::vector<Labelled> out;
  for (auto& row : rows_of(labelled / "name_pairs.csv")) {
    Labelled pair{
        row["case_group"], row["schema"], row["name1"], row["name2"], row["quality"], row["is_match"] == "true", 0, {}};
    if (const auto found = theirs.find(key(row)); found != theirs.end()) pair.theirs = found->second;
    pair.ours = score_of(pair);
    out.push_back(std::move(pair));
  }
  return out;
}

std::vector<screening::Query> read_queries(const std::filesystem::path& path, bool with_facts) {
  std::vector<screening::Query> out;
  for (auto& row : rows_of(path)) {
    screening::Query& query = out.emplace_back();
    query.full_name = row["full_name"];
    if (!with_facts) continue;
    query.birth = screening::birth_of_iso(row["date_of_birth"]);
    if (std::string code = screening::country_code(row["nationality"]); !code.empty()) query.countries = {code};
    if (row["gender"] == "male") query.gender = screening::Gender::kMale;
    if (row["gender"] == "female") query.gender = screening::Gender::kFemale;
  }
  return out;
}

std::vector<std::string> read_book(const std::filesystem::path& path) {
  std::vector<std::string> out;
  for (auto& row : rows_of(path)) out.push_back(row["full_name"]);
  return out;
}

std::vector<std::shared_ptr<const List>> read_four_lists(const std::filesystem::path& data) {
  const auto ofac = data / "ofac/2024";
  std::vector<std::shared_ptr<const List>> lists = {
      read_files("ofac-sdn", {ofac / "sdn.csv", ofac / "alt.csv", ofac / "add.csv"}),
      read_files("un", {data / "un/UN_consolidated.xml"})};
  for (const auto& item : std::filesystem::directory_iterator(data / "eu"))
    lists.push_back(read_files("eu", {item.path()}));
  for (const auto& item : std::filesystem::directory_iterator(data / "uk"))
    if (item.path().extension() == ".csv") lists.push_back(read_files("uk", {item.path()}));
  return lists;
}

std::shared_ptr<const ListIndex> four_lists(const std::filesystem::path& data) {
  auto index = ListIndex::build(read_four_lists(data));
  if (!index) give_up(index.error().to_string());
  return *index;
}

}  // namespace licet::bench
