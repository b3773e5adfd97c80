// Whole books against the four lists: false alerts among persons who are on no list, recall among listed ones.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "quality_data.h"

namespace licet::bench {

struct BookFigures {
  std::vector<std::uint32_t> best;   ///< per person: the highest score that counts, 0 without a hit
  std::vector<std::uint32_t> first;  ///< the same, where only the first hit shown counts
  double per_second = 0;
};

/// Screens a book. With `wanted`, only hits of entries count that carry the name in the same row of it.
BookFigures screen_book(const screening::ListIndex& index, const std::vector<screening::Query>& book,
                        const std::vector<std::string>* wanted, const screening::Thresholds& thresholds);
/// Share of the persons whose score reaches the threshold.
double share_at(const std::vector<std::uint32_t>& scores, std::uint32_t threshold);

/// Every book by threshold, and how fast.
void print_books(const std::filesystem::path& data);

}  // namespace licet::bench
