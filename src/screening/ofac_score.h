// How OFAC's own Sanctions List Search scores a name, as far as its answers show it: for parity, so that a firm sees
// beside its own screening what an examiner sees on the public tool. Never a default: it knows no transliteration, no
// nicknames, no legal forms, and misses what differs in the first letter.
//
// Sources: OFAC's FAQ 249 (Jaro-Winkler and Soundex, the name as a whole and by its parts) and scores observed on the
// tool, from which the rest was inferred and against which it is held (ofac_score_test.cpp):
//   - The whole names are compared by Jaro-Winkler, commas and full stops left out, when their first letters agree or
//     at least half of the longer one's characters stay under editing. Up to five equal leading characters count, also
//     of names that are little alike.
//   - Part by part: each word asked for, of three letters or more where there is such a one, with the listed word most
//     like it among those that Soundex begins alike. A likeness below one half counts as none. Their mean is the score.
//   - The greater of the two counts; what is below one half is no answer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace licet::screening {

inline constexpr std::string_view kOfacAlgorithm = "ofac";

/// Longer names are compared by so many first characters: more than any name on OFAC's list has (350).
inline constexpr std::size_t kOfacCharsMax = 512;
/// Likenesses and scores below it count as none, ten-thousandths.
inline constexpr std::uint32_t kOfacFloor = 5'000;

/// A name as the tool sees it: capital letters without accents, what is not Latin is nothing.
struct OfacName {
  std::string whole;               ///< with hyphens and apostrophes, one blank between words
  std::vector<std::string> words;  ///< letters and digits alone
};
OfacName ofac_name(std::string_view name);

/// A word asked for and what was found for it; `listed` is empty where nothing is like it.
struct OfacPart {
  std::string query, listed;
  std::uint32_t similarity = 0;
};

struct OfacScore {
  std::uint32_t score = 0;  ///< ten-thousandths; the tool shows it as a rounded percentage
  bool whole = false;       ///< by the whole names; then there is one part
  std::vector<OfacPart> parts;
};
/// Not symmetric: what the listed name has besides costs nothing.
OfacScore ofac_score(const OfacName& query, const OfacName& listed);

/// Jaro's similarity and Winkler's bonus for up to five equal leading characters, whatever the similarity, of bytes,
/// rounded half up to ten-thousandths of the exact fraction. 0 when either is empty.
std::uint32_t ofac_jaro_winkler(std::string_view query, std::string_view listed);

// For a search: the two halves of `ofac_score`, and what neither can exceed.

/// The words of a query that count.
std::vector<std::string_view> ofac_query_words(const OfacName& query);
/// How much a listed word is a word asked for; 0 below the floor.
std::uint32_t ofac_word_score(std::string_view query, std::string_view listed);
/// The whole names' score; 0 where they are not compared, or when it would be below `least`.
std::uint32_t ofac_whole_score(const OfacName& query, const OfacName& listed, std::uint32_t least);
/// The mean of the words' likenesses.
std::uint32_t ofac_mean(const std::vector<std::uint32_t>& similarities);

}  // namespace licet::screening
