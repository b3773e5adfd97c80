#include "screening/eu_quality.h"

#include <string>
#include <vector>

#include "screening/list_text.h"
#include "screening/similarity.h"

namespace licet::screening {
namespace {

bool nearly(std::string_view word, std::string_view pattern) { return edit_distance(word, pattern, 1) <= 1; }

bool is_low(std::string_view word) {
  for (const std::string_view low : {"low", "lo", "lower", "lowe", "llow", "loww", "loe", "lw", "ow", "weak", "poor"})
    if (word == low) return true;
  return false;
}

}  // namespace

bool says_low_quality(std::string_view remark) {
  const std::vector<std::string> words = split_values(lower_ascii(remark), " \t\n,.;:()-\"'");
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (nearly(words[i], "lowquality")) return true;
    if (i + 1 < words.size() && is_low(words[i]) && nearly(words[i + 1], "quality")) return true;
  }
  return false;
}

}  // namespace licet::screening
