// What a screening asks and answers, and the seam behind which the local engine or a remote service stands.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "screening/alignment.h"
#include "screening/model.h"

namespace licet::screening {

/// Who is asked about. A person by `full_name`, by `first_name` and `last_name`, or both (then each is compared and
/// the better counts); a company by `company`. All UTF-8. At least one must not be blank.
struct Query {
  std::string full_name;
  std::string first_name;
  std::string last_name;
  std::string company;
  /// Facts beside the name (corroboration.h). The name score never depends on them, so that a missing one cannot lower
  /// it.
  std::optional<BirthDate> birth;
  std::vector<std::string> countries;  ///< of nationality or residence; ISO 3166-1 alpha-2
  Gender gender = Gender::kUnknown;
  std::vector<ListId> ids;
  std::string address;  ///< as one line; may be empty
};

/// The least score, in ten-thousandths, at which a listed name is a hit. Weak aliases coincide by chance, hence their
/// own. How the defaults were chosen: `screening_bench --tradeoff` on OFAC's list of 2024. At 85 % some 5.5 to 5.8 of
/// 1,000 clean persons raise an alert; names with one wrong letter are found in 99.96 % and more, names whose middle
/// names are left out in 97.5 %, with a wrong letter besides in 84 %. At 84 % there are half as many alerts more, and
/// the last figure is 89 %; at 86 % an eighth fewer, and it is 78 %.
///
/// Where the evidence beside the name speaks for a hit, less of a name is enough, and where it speaks against it more
/// is asked (corroboration.h). An exact name is a hit whatever speaks against it.
struct Thresholds {
  std::uint32_t person = 8'800;
  std::uint32_t company = 8'500;
  std::uint32_t weak_alias = 9'500;
  std::uint32_t corroborated = 8'000;  ///< of any name, weak ones too, whose evidence is confirmed
  std::uint32_t contradicted = 9'300;  ///< of any name whose evidence is contradicted
  bool operator==(const Thresholds&) const = default;
};

/// Thresholds under the names that records and policies have for them.
inline constexpr std::array<std::pair<std::string_view, std::uint32_t Thresholds::*>, 5> kThresholdNames{
    {{"person", &Thresholds::person},
     {"company", &Thresholds::company},
     {"weak_alias", &Thresholds::weak_alias},
     {"corroborated", &Thresholds::corroborated},
     {"contradicted", &Thresholds::contradicted}}};

/// The part of the query that hit.
enum class Subject : std::uint8_t { kPerson, kCompany };
std::string_view subject_name(Subject subject);  ///< "person", "company"

/// The thresholds of a screening: lists may have their own.
struct ThresholdSet {
  Thresholds general;
  std::vector<std::pair<std::string, Thresholds>> lists;  ///< by kind, sorted; each whole
  std::string segment;  ///< in words, what of the one asked about they were chosen by; empty for everybody

  ThresholdSet() = default;
  ThresholdSet(const Thresholds& all) : general(all) {}  // NOLINT(google-explicit-constructor): one for every list
  const Thresholds& of(std::string_view list) const;
  bool operator==(const ThresholdSet&) const = default;
};

/// A list as it was when it answered. Whether it was too old is the caller's question.
struct ListState {
  std::string kind;
  crypto::Digest digest{};
  Instant as_of{};
  std::uint64_t entries = 0;
  bool operator==(const ListState&) const = default;
};

/// How a fact of the one asked about stands to the listed one's.
enum class Verdict : std::uint8_t {
  kNeutral,       ///< one side does not say, or says nothing that tells
  kConfirmed,     ///< both say the same
  kContradicted,  ///< both say, and what they say cannot be true of one person
};
std::string_view verdict_name(Verdict verdict);  ///< "neutral", "confirmed", "contradicted"

/// The least score at which a name is a hit.
std::uint32_t score_needed(const Thresholds& thresholds, Subject subject, Strength strength, Verdict evidence);

/// One line of the corroboration.
struct Fact {
  std::string_view name;  ///< "birth_date", "country", "gender", "identifier", "address", "company"; a literal
  Verdict verdict = Verdict::kNeutral;
  std::int32_t points = 0;  ///< ten-thousandths, negative for a contradiction
  std::string asked;        ///< personal: sealed
  std::string listed;
  bool operator==(const Fact&) const = default;
};

/// What speaks for and against that a hit is the one asked about, beside the name. Never part of the name score.
struct Corroboration {
  Verdict verdict = Verdict::kNeutral;
  std::int32_t points = 0;  ///< the exact sum of the facts' points
  std::vector<Fact> facts;  ///< those that are not neutral
  bool operator==(const Corroboration&) const = default;
};

/// One entry that may be the one asked about, by its best name.
struct Hit {
  Subject subject = Subject::kPerson;
  std::string list;  ///< the list's kind
  std::string entry_id;
  crypto::Digest entry_hash{};  ///< so that a later "this is not him" holds for this version of the entry only
  NameKind kind = NameKind::kPrimary;
  Strength strength = Strength::kStrong;
  std::uint32_t score = 0;  ///< ten-thousandths; the sum of the parts' contributions
  std::string listed_name;  ///< as published; sealed with the parts
  std::vector<Part> parts;
  Corroboration corroboration;
  std::uint32_t rarity =
      0;  ///< of the listed name's words among all lists, hundredths of a bit: breaks ties of the score
  bool operator==(const Hit&) const = default;
};

/// Best first: by score, then evidence, then the rarer name; the rest makes the order total, so that equal inputs give
/// equal bytes.
bool hit_before(const Hit& a, const Hit& b);

enum class ScreenStatus : std::uint8_t {
  kComplete,  ///< compared with every entry of every list named in `lists`
  kNoList,    ///< there was no list to compare with: nothing is known, nobody is cleared
};
std::string_view screen_status_name(ScreenStatus status);  ///< "complete", "no_list"

/// More hits than this are counted in `hits_total` but not listed; the listed ones have the highest scores.
inline constexpr std::size_t kHitsMax = 32;

/// The answer. Only `status == kComplete && !degraded && hits_total == 0`, from lists that are fresh enough for the
/// firm, clears anybody; that judgement is the caller's.
struct Screening {
  ScreenStatus status = ScreenStatus::kNoList;
  bool degraded = false;  ///< a service failed and something less answered
  std::uint32_t hits_total = 0;
  std::vector<Hit> hits;  ///< highest score first, then most evidence, rarest name, list and entry id
  std::vector<ListState> lists;
  ThresholdSet thresholds;
  std::string algorithm;             ///< kAlgorithm, or the service's
  std::string icu;                   ///< ICU's version, or empty for a service
  std::string dataset_version = {};  ///< of a service's data, in its own words; empty for the local engine
  bool operator==(const Screening&) const = default;
};

/// The seam. Implementations are safe to call from several threads at once.
class Screener {
 public:
  virtual ~Screener() = default;
  /// Errors: kBadInput when there is nothing to screen or a name is not UTF-8, kLimit for an oversized name,
  /// kEnvironment when the engine or service cannot answer. An error clears nobody.
  virtual Result<Screening> screen(const Query& query) = 0;
  /// The lists that the next screening would use, for freshness checks and for the record.
  virtual std::vector<ListState> lists() const = 0;
};

// Records. What names a list entry is public and may stand in the clear; what was asked, and which words of it
// matched, is personal and is sealed under the subject's key. Neither holds the other's content.

/// {"algorithm","degraded","hits":[{"entry_hash","entry_id","evidence","evidence_points","kind","list","rarity","score",
///  "strength","subject"}],"hits_total","icu","lists":[{"as_of","digest","entries","kind"}],"status","thresholds"}
json::Value clear_json(const Screening& screening);
/// {"company","contradicted","corroborated","person","weak_alias"}, and where they are not the same for all: "lists",
/// an array of the same with "list", and "segment".
json::Value thresholds_json(const ThresholdSet& thresholds);
Result<ThresholdSet> thresholds_from_json(const json::Value& value);
/// {"hits":[{"facts":[{"asked","listed","name","points","verdict"}],"listed_name","parts":[{"contribution",
///  "list_token","query_token","relation","similarity","weight"}]}]}, in the order of the clear hits.
json::Value sealed_json(const Screening& screening);
/// Puts the two together again. With `sealed` null (its key destroyed) the hits have no names, no parts and no facts.
Result<Screening> screening_from_json(const json::Value& clear, const json::Value& sealed);

/// The answer for people, line by line, without line ends. Shows names: not for logs.
std::vector<std::string> explain(const Screening& screening);

}  // namespace licet::screening
