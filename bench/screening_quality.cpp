// Screening: how well names are told apart, on labelled pairs, beside the scores that another matcher gave to the same.
//
//   screening_quality          figures by group: AUC with its interval, precision, recall and F1 by threshold
//   screening_quality --pairs  besides, each pair with both scores
//   screening_quality --books  false alerts and recall on whole books against the lists, by threshold, and the speed
//   screening_quality --gate   all of it, and status 1 when a figure is below what this program asks for
//
// Needs the test data (LICET_TEST_DATA, or ../shared/data beside the source folder).
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/gunzip_native.h"
#include "base/id.h"
#include "screening/alignment.h"
#include "screening/csv_scan.h"
#include "screening/list_reader.h"
#include "screening/matcher.h"
#include "screening/similarity.h"
#include "screening/test_data.h"

namespace {

using namespace licet;
using namespace licet::screening;

constexpr std::uint32_t kShippedWeak = Thresholds{}.weak_alias;

struct Labelled {
  std::string group, schema, left, right, quality;
  bool match = false;
  std::uint32_t ours = 0;
  std::optional<double> theirs;  ///< 0 to 1, where the file has it
};

std::uint32_t score_of(const Labelled& pair) {
  const NameForm form = pair.schema == "Person" ? NameForm::kPerson : NameForm::kOrganisation;
  const auto query = normalise(pair.left, form), listed = normalise(pair.right, form);
  if (!query || !listed) return 0;
  return align(*query, *listed).score;
}

/// Rows of a file with a heading, as maps from heading to cell.
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
  if (!scanner.feed(testing::read_file(path)) || !scanner.finish()) {
    std::fprintf(stderr, "cannot read %s\n", path.c_str());
    std::exit(2);
  }
  return out;
}

std::vector<Labelled> read_pairs(const std::filesystem::path& folder) {
  std::map<std::string, double> theirs;
  const auto key = [](auto& row) { return row["schema"] + "\n" + row["name1"] + "\n" + row["name2"]; };
  for (auto& row : rows_of(folder / "name_pairs_logicv2_scores.csv"))
    theirs[key(row)] = std::atof(row["score"].c_str());
  std::vector<Labelled> out;
  for (auto& row : rows_of(folder / "name_pairs.csv")) {
    Labelled pair{
        row["case_group"], row["schema"], row["name1"], row["name2"], row["quality"], row["is_match"] == "true", 0, {}};
    if (const auto found = theirs.find(key(row)); found != theirs.end()) pair.theirs = found->second;
    pair.ours = score_of(pair);
    out.push_back(std::move(pair));
  }
  return out;
}

using Scored = std::vector<std::pair<double, bool>>;

/// The probability that a match scores above a non-match; ties count half.
double auc(Scored items) {
  std::sort(items.begin(), items.end());
  double below = 0, sum = 0, matches = 0, others = 0;
  for (std::size_t i = 0; i < items.size();) {
    std::size_t end = i;
    double same_matches = 0, same_others = 0;
    for (; end < items.size() && items[end].first == items[i].first; ++end)
      (items[end].second ? same_matches : same_others) += 1;
    sum += same_matches * (below + same_others / 2);
    below += same_others;
    matches += same_matches;
    others += same_others;
    i = end;
  }
  return matches == 0 || others == 0 ? 0 : sum / (matches * others);
}

/// 95 % interval of the AUC, by drawing the pairs again with replacement.
std::pair<double, double> interval(const Scored& items) {
  constexpr int kDraws = 1'000;
  SeededRandom random(1);
  std::vector<double> drawn;
  for (int draw = 0; draw < kDraws; ++draw) {
    Scored sample;
    for (std::size_t i = 0; i < items.size(); ++i) {
      std::uint32_t number = 0;
      random.fill(reinterpret_cast<std::uint8_t*>(&number), sizeof number);
      sample.push_back(items[number % items.size()]);
    }
    drawn.push_back(auc(sample));
  }
  std::sort(drawn.begin(), drawn.end());
  return {drawn[kDraws / 40], drawn[kDraws - 1 - kDraws / 40]};
}

struct Figures {
  double precision = 0, recall = 0, f1 = 0;
};

Figures at(const Scored& items, double threshold) {
  double hits = 0, alarms = 0, matches = 0;
  for (const auto& [score, match] : items) {
    matches += match ? 1 : 0;
    if (score >= threshold) (match ? hits : alarms) += 1;
  }
  Figures out;
  out.precision = hits + alarms == 0 ? 0 : hits / (hits + alarms);
  out.recall = matches == 0 ? 0 : hits / matches;
  out.f1 = out.precision + out.recall == 0 ? 0 : 2 * out.precision * out.recall / (out.precision + out.recall);
  return out;
}

void print(const std::string& name, const Scored& items) {
  if (items.empty()) return;
  const auto [low, high] = interval(items);
  std::printf("  %-9s AUC %.3f [%.3f, %.3f]", name.c_str(), auc(items), low, high);
  for (const double threshold : {.70, .80, .85}) {
    const Figures f = at(items, threshold);
    std::printf("   %.2f %.3f/%.3f/%.3f", threshold, f.precision, f.recall, f.f1);
  }
  const auto full = std::count_if(items.begin(), items.end(), [](const auto& item) { return item.first >= 1; });
  std::printf("   at 1: %.0f %%\n", 100.0 * static_cast<double>(full) / static_cast<double>(items.size()));
}

struct Both {
  Scored ours, theirs;
};

Both scored(const std::vector<Labelled>& pairs, const std::function<bool(const Labelled&)>& of) {
  Both out;
  for (const Labelled& pair : pairs) {
    if (!pair.theirs || !of(pair)) continue;  // both on the same pairs
    out.ours.emplace_back(pair.ours / 10'000.0, pair.match);
    out.theirs.emplace_back(*pair.theirs, pair.match);
  }
  return out;
}

void print_group(const std::string& name, const Both& both) {
  std::printf("%s: %zu pairs (at each threshold: precision/recall/F1)\n", name.c_str(), both.ours.size());
  print("licet", both.ours);
  print("logic-v2", both.theirs);
}

// ---- books

struct Person {
  Query query;
  std::string full_name;
};

std::vector<Person> read_book(const std::filesystem::path& path) {
  std::vector<Person> out;
  for (auto& row : rows_of(path)) {
    Person person;
    person.full_name = row["full_name"];
    person.query.full_name = row["full_name"];
    out.push_back(std::move(person));
  }
  return out;
}

std::shared_ptr<const List> read_files(const char* kind, const std::vector<std::filesystem::path>& paths) {
  std::vector<std::string> bytes;
  std::vector<SourceFile> files;
  for (const auto& path : paths) {
    bytes.push_back(testing::read_file(path));
    files.push_back({path.filename().string(), {}});
  }
  for (std::size_t i = 0; i < files.size(); ++i) files[i].bytes = bytes[i];
  auto read = read_list(*find_list_kind(kind), files);
  if (!read) {
    std::fprintf(stderr, "%s: %s\n", kind, read.error().to_string().c_str());
    std::exit(2);
  }
  return std::make_shared<const List>(std::move(read->list));
}

std::shared_ptr<const List> read_gzip(const char* kind, const std::filesystem::path& path) {
  std::string text;
  Gunzip unpack(path.filename().string(), std::size_t{1} << 30U, [&](std::string_view piece) -> Status {
    text += piece;
    return {};
  });
  if (!unpack.feed(testing::read_file(path)) || !unpack.finish()) std::exit(2);
  const SourceFile file{path.stem().string(), text};
  auto read = read_list(*find_list_kind(kind), std::span(&file, 1));
  if (!read) {
    std::fprintf(stderr, "%s: %s\n", kind, read.error().to_string().c_str());
    std::exit(2);
  }
  return std::make_shared<const List>(std::move(read->list));
}

/// OFAC's, the UN's, the EU's and the UK's.
std::shared_ptr<const ListIndex> four_lists(const std::filesystem::path& data) {
  const auto ofac = data / "ofac/2024";
  std::vector<std::shared_ptr<const List>> lists = {
      read_files("ofac-sdn", {ofac / "sdn.csv", ofac / "alt.csv", ofac / "add.csv"}),
      read_files("un", {data / "un/UN_consolidated.xml"})};
  for (const auto& item : std::filesystem::directory_iterator(data / "eu"))
    lists.push_back(read_gzip("eu", item.path()));
  for (const auto& item : std::filesystem::directory_iterator(data / "uk"))
    if (item.path().extension() == ".csv") lists.push_back(read_files("uk", {item.path()}));
  auto index = ListIndex::build(std::move(lists));
  if (!index) {
    std::fprintf(stderr, "%s\n", index.error().to_string().c_str());
    std::exit(2);
  }
  return *index;
}

bool carries(const Entry& entry, const NormalName& name) {
  return std::any_of(entry.names.begin(), entry.names.end(), [&](const ListName& listed) {
    const auto normal = normalise(listed.full, NameForm::kPerson);
    return normal && (normal->joined == name.joined || align(name, *normal).score == kFull);
  });
}

struct BookFigures {
  std::vector<std::uint32_t> best;  ///< per person: the highest score, 0 without a hit
  double per_second = 0;
  double pairs = 0;  ///< names compared for one person
};

const std::uint32_t kLowest =
    std::getenv("LOWEST") != nullptr ? static_cast<std::uint32_t>(std::atoi(std::getenv("LOWEST"))) : 7000;

/// With `wanted`, only hits of entries that carry the name in the same row of it count.
BookFigures screen_book(const ListIndex& index, const std::vector<Person>& book, const std::vector<Person>* wanted) {
  BookFigures out;
  const Thresholds low{kLowest, kLowest, kShippedWeak};
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < book.size(); ++i) {
    const auto answer = index.screen(book[i].query, low);
    std::uint32_t best = 0;
    if (answer && wanted == nullptr && !answer->hits.empty()) best = answer->hits.front().score;
    if (answer && wanted != nullptr) {
      const auto clean = normalise((*wanted)[i].full_name, NameForm::kPerson);
      for (const Hit& hit : answer->hits)
        if (const Entry* entry = index.find(hit.list, hit.entry_id);
            entry != nullptr && clean && carries(*entry, *clean))
          best = std::max(best, hit.score);
    }
    out.best.push_back(best);
  }
  out.per_second = static_cast<double>(book.size()) /
                   std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return out;
}

double share_at(const BookFigures& figures, std::uint32_t threshold) {
  const auto hits =
      std::count_if(figures.best.begin(), figures.best.end(), [&](std::uint32_t best) { return best >= threshold; });
  return static_cast<double>(hits) / static_cast<double>(figures.best.size());
}

void print_books(const std::filesystem::path& data) {
  const auto begin = std::chrono::steady_clock::now();
  const auto index = four_lists(data);
  std::printf("four lists: %zu names of persons, %zu of others, read and indexed in %.1f s\n",
              index->persons().names().size(), index->entities().names().size(),
              std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  const auto listed = read_book(data / "books/listed_persons_un.csv");
  const std::pair<const char*, const std::vector<Person>*> books[] = {{"clean_persons_global", nullptr},
                                                                      {"clean_persons_us", nullptr},
                                                                      {"listed_persons_un", &listed},
                                                                      {"listed_persons_un_perturbed", &listed}};
  for (const auto& [name, wanted] : books) {
    const auto book = read_book(data / "books" / (std::string(name) + ".csv"));
    const BookFigures figures = screen_book(*index, book, wanted);
    std::printf("  %-28s %6.0f/s, hits at", name, figures.per_second);
    for (const std::uint32_t threshold : {7'000U, 8'000U, 8'300U, 8'500U, 8'800U, 9'000U, 9'300U})
      std::printf("  .%02u %.3f %%", threshold / 100, 100 * share_at(figures, threshold));
    std::printf("\n");
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto wants = [&](const char* what) {
    return std::any_of(argv + 1, argv + argc, [&](const char* a) { return std::strcmp(a, what) == 0; });
  };
  const auto folder = licet::screening::testing::test_data();
  if (!folder) {
    std::fputs("the test data is not there; LICET_TEST_DATA names its folder\n", stderr);
    return 77;
  }
  const std::vector<Labelled> pairs = read_pairs(*folder / "labelled");
  if (wants("--pairs"))
    for (const Labelled& pair : pairs)
      std::printf("%c %.4f %.4f %s | %s | %s %s\n", pair.match ? '+' : '-', pair.ours / 10'000.0,
                  pair.theirs.value_or(-1), pair.left.c_str(), pair.right.c_str(), pair.schema.c_str(),
                  pair.quality.c_str());
  print_group("all", scored(pairs, [](const Labelled&) { return true; }));
  print_group("persons", scored(pairs, [](const Labelled& pair) { return pair.schema == "Person"; }));
  print_group("others", scored(pairs, [](const Labelled& pair) { return pair.schema != "Person"; }));
  for (const char* group : {"nk_checks", "nk_unit_tests"})
    print_group(group, scored(pairs, [&](const Labelled& pair) { return pair.group == group; }));
  if (wants("--books")) print_books(*folder);
  return 0;
}
