#include "quality_books.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "screening/alignment.h"
#include "screening/similarity.h"

namespace licet::bench {
namespace {

using namespace licet::screening;

constexpr std::uint32_t kLowest = 7'000;

bool carries(const Entry& entry, const NormalName& name) {
  return std::any_of(entry.names.begin(), entry.names.end(), [&](const ListName& listed) {
    const auto normal = normalise(listed.full, NameForm::kPerson);
    return normal && (normal->joined == name.joined || align(name, *normal).score == kFull);
  });
}

/// The highest score of a hit that counts, and that of the first hit when it counts.
std::pair<std::uint32_t, std::uint32_t> scores_of(const ListIndex& index, const Screening& answer,
                                                  const std::string* wanted) {
  if (answer.hits.empty()) return {0, 0};
  if (wanted == nullptr) return {answer.hits.front().score, answer.hits.front().score};
  const auto name = normalise(*wanted, NameForm::kPerson);
  std::uint32_t best = 0, first = 0;
  for (const Hit& hit : answer.hits) {
    const Entry* entry = index.find(hit.list, hit.entry_id);
    if (!name || entry == nullptr || !carries(*entry, *name)) continue;
    best = std::max(best, hit.score);
    if (&hit == &answer.hits.front()) first = hit.score;
  }
  return {best, first};
}

}  // namespace

BookFigures screen_book(const ListIndex& index, const std::vector<Query>& book, const std::vector<std::string>* wanted,
                        const Thresholds& thresholds) {
  BookFigures out;
  std::chrono::steady_clock::duration spent{};
  for (std::size_t i = 0; i < book.size(); ++i) {
    const auto begin = std::chrono::steady_clock::now();
    const auto answer = index.screen(book[i], thresholds);
    spent += std::chrono::steady_clock::now() - begin;
    const auto [best, first] =
        answer ? scores_of(index, *answer, wanted == nullptr ? nullptr : &(*wanted)[i]) : std::pair(0U, 0U);
    out.best.push_back(best);
    out.first.push_back(first);
  }
  out.per_second = static_cast<double>(book.size()) / std::chrono::duration<double>(spent).count();
  return out;
}

double share_at(const std::vector<std::uint32_t>& scores, std::uint32_t threshold) {
  if (scores.empty()) return 0;
  const auto hits = std::count_if(scores.begin(), scores.end(), [&](std::uint32_t one) { return one >= threshold; });
  return static_cast<double>(hits) / static_cast<double>(scores.size());
}

void print_books(const std::filesystem::path& data) {
  const auto begin = std::chrono::steady_clock::now();
  const auto index = four_lists(data);
  std::printf("four lists: %zu names of persons, %zu of others, read and indexed in %.1f s\n",
              index->persons().names().size(), index->entities().names().size(),
              std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  const auto listed = read_book(data / "books/listed_persons_un.csv");
  const Thresholds low{kLowest, kLowest, Thresholds{}.weak_alias};
  const std::pair<const char*, const std::vector<std::string>*> books[] = {{"clean_persons_global", nullptr},
                                                                           {"clean_persons_us", nullptr},
                                                                           {"listed_persons_un", &listed},
                                                                           {"listed_persons_un_perturbed", &listed}};
  for (const auto& [name, wanted] : books) {
    const auto path = data / "books" / (std::string(name) + ".csv");
    const BookFigures figures = screen_book(*index, read_queries(path, false), wanted, low);
    std::printf("  %-28s %6.0f/s, hits at", name, figures.per_second);
    for (const std::uint32_t threshold : {7'000U, 8'000U, 8'300U, 8'500U, 8'800U, 9'000U, 9'300U})
      std::printf("  .%02u %.3f %%%s", threshold / 100, 100 * share_at(figures.best, threshold),
                  threshold == Thresholds{}.person ? " (shipped)" : "");
    if (wanted != nullptr)
      std::printf("; shown first at the shipped one %.3f %%", 100 * share_at(figures.first, Thresholds{}.person));
    std::printf("\n");
    const BookFigures with_facts = screen_book(*index, read_queries(path, true), wanted, Thresholds{});
    std::printf("  %-28s %6.0f/s, asked with birth date, nationality and gender: hits at the shipped ones %.3f %%\n",
                "", with_facts.per_second, 100 * share_at(with_facts.best, 1));
  }
}

}  // namespace licet::bench
