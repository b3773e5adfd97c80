// What the screening endpoints answer from, and how one question of theirs is put to it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "screening/algorithm.h"
#include "screening/matcher.h"
#include "screening/screening.h"

namespace licet::http {

/// The lists of one moment. Immutable: a new list makes a new service. Thread-safe.
class ScreeningService {
 public:
  struct About {
    /// Why these lists clear nobody (missing, too old, of unknown date); empty: they may. Otherwise every question ends
    /// with an error: an answer without hits would read as a clearance.
    std::string clears_nobody;
    Instant loaded_from{}, loaded_until{};
    std::string version;  ///< of this program
  };
  /// A null index means that no list is loaded.
  ScreeningService(std::shared_ptr<const screening::ListIndex> index, About about);

  /// Empty, or why no question can be answered.
  std::string unable() const;
  const About& about() const { return about_; }
  /// The kinds of the lists; none when no list is loaded.
  std::vector<screening::ListState> lists() const;
  /// Everything that the algorithm finds from `cutoff` on, whatever the evidence beside the name.
  Result<screening::Screening> screen(screening::Algorithm algorithm, const screening::Query& query,
                                      std::uint32_t cutoff) const;
  /// The entry that a hit of this service's index stands for.
  const screening::Entry& entry_of(const screening::Hit& hit) const;

 private:
  /// The other algorithm's tables, made when somebody asks for it.
  struct Ofac {
    std::once_flag made;
    std::unique_ptr<screening::Screener> screener;
  };
  std::shared_ptr<const screening::ListIndex> index_;
  About about_;
  std::shared_ptr<Ofac> ofac_ = std::make_shared<Ofac>();
  std::unordered_map<std::string_view, const screening::Entry*> entries_;  ///< by content hash
};

/// The algorithm of a name under which it is asked for: "best" is the firm's own; nullopt for one that is not served.
std::optional<screening::Algorithm> served_algorithm(std::string_view name);
std::string served_algorithms();  ///< "best, licet-v1, ofac"

/// No score below this is looked for: retrieval promises nothing there.
inline constexpr std::uint32_t kCutoffLeast = 5'000;

/// One party as it is asked about: every way of writing its name is compared, and the best counts.
struct Party {
  bool person = true, organisation = true;  ///< compared with listed persons, with listed entities
  std::vector<std::string> names;
  std::string first_name, last_name;  ///< a person's, also without any of `names`
  screening::Query facts;             ///< birth, countries, gender, ids, address
};
/// Which entries may come out.
struct Wanted {
  std::function<bool(const screening::Hit& hit, const screening::Entry& entry)> entry;
  std::uint32_t cutoff = kCutoffLeast;  ///< ten-thousandths
};
struct FoundEntry {
  screening::Hit hit;
  const screening::Entry* entry = nullptr;
};

/// Best first, an entry once. All of them: what a caller leaves out hides nothing behind it. Errors: kBadInput when the
/// party names nobody, kLimit for more than limits::kPartyNamesMax names or an oversized one, kEnvironment.
Result<std::vector<FoundEntry>> find_entries(const ScreeningService& service, screening::Algorithm algorithm,
                                             const Party& party, const Wanted& wanted);

/// How the endpoints call an entry: "un-6908555"; entries of OpenSanctions bear their own ids.
std::string public_id(std::string_view list, std::string_view entry_id);

}  // namespace licet::http
