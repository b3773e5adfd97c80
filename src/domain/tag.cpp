// Which jurisdictions is a lead in? Evidence is weighed by the policy's kinds; see gates.h for how.
#include <algorithm>

#include "domain/document_reader.h"
#include "domain/gates.h"

namespace licet::domain {
namespace {

using Mode = Policy::EvidenceKind::Mode;
using Use = TagItem::Use;

constexpr std::int64_t kUsPerDay = 86'400'000'000;

std::int64_t utc_day(Instant at) { return at.us / kUsPerDay - (at.us % kUsPerDay < 0 ? 1 : 0); }

/// True when `inner` is `outer` or lies in it: US-NY in US.
bool nested(std::string_view inner, std::string_view outer) {
  if (outer.empty() || inner.substr(0, outer.size()) != outer) return false;
  return inner.size() == outer.size() || inner[outer.size()] == '-';
}

class Tagging {
 public:
  Tagging(const Policy& policy, const std::vector<Evidence>& evidence, Instant at) : policy_(policy), at_(at) {
    for (std::uint32_t i = 0; i < evidence.size(); ++i) sort_in(evidence[i], i);
    // The heaviest first; among equals the order of the input.
    for (auto* list : {&primary_, &fallback_})
      std::stable_sort(list->begin(), list->end(), [](const Item& a, const Item& b) { return a.weight > b.weight; });
  }

  TagResult run() {
    choose();
    for (const Item& item : checks_) weigh(item, true);
    for (const Item& item : adds_) use(item, Use::kAdded);
    judge();
    std::sort(out_.items.begin(), out_.items.end(),
              [](const TagItem& a, const TagItem& b) { return a.evidence < b.evidence; });
    return std::move(out_);
  }

 private:
  struct Item {
    std::uint32_t index = 0;
    int weight = 0;
    std::string_view place;  ///< as text; empty when the evidence names none
  };

  void sort_in(const Evidence& evidence, std::uint32_t index) {
    const auto& kinds = policy_.evidence_kinds();
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.kind == evidence.kind; });
    const Item item{index, kind == kinds.end() ? 0 : kind->weight, place_of(evidence)};
    if (kind == kinds.end()) return use(item, Use::kUnknownKind);
    if (kind->max_age_days && utc_day(at_) - evidence.observed.days > *kind->max_age_days)
      return use(item, Use::kStale);
    list_of(kind->mode).push_back(item);
  }

  /// The place as text. What has not the form of a place names none: the record keeps codes, not other people's words.
  std::string_view place_of(const Evidence& evidence) const {
    if (policy_.place(evidence.place) != nullptr) return policy_.symbols().text(evidence.place);
    return is_place_code(evidence.place_text) ? std::string_view(evidence.place_text) : std::string_view();
  }

  /// True when `inner` is `outer` or lies in it, on the map and in law: whoever regulates `outer` regulates `inner`
  /// too. A free zone with a regulator of its own lies in its country only on the map.
  bool within(std::string_view inner, std::string_view outer) const {
    if (inner == outer || !nested(inner, outer)) return inner == outer;
    const Policy::Place* a = policy_.place(policy_.symbols().find(inner));
    const Policy::Place* b = policy_.place(policy_.symbols().find(outer));
    if (a == nullptr || b == nullptr) return true;
    return std::all_of(b->jurisdictions.begin(), b->jurisdictions.end(), [&](const Jurisdiction& above) {
      return std::any_of(a->jurisdictions.begin(), a->jurisdictions.end(),
                         [&](const Jurisdiction& below) { return below.pack == above.pack; });
    });
  }
  bool agree(std::string_view a, std::string_view b) const { return within(a, b) || within(b, a); }

  std::vector<Item>& list_of(Mode mode) {
    switch (mode) {
      case Mode::kPrimary:
        return primary_;
      case Mode::kFallback:
        return fallback_;
      case Mode::kAdds:
        return adds_;
      case Mode::kChecks:
        break;
    }
    return checks_;
  }

  void use(const Item& item, Use how) { out_.items.push_back({item.index, how}); }

  void choose() {
    if (!primary_.empty()) {
      for (const Item& item : fallback_) use(item, Use::kIgnoredFallback);
      return choose_among(primary_);
    }
    if (!fallback_.empty()) choose_among(fallback_);
  }

  /// The heaviest decides; one nested in it refines it. A primary that disagrees contradicts, a lighter fallback lowers
  /// the confidence.
  void choose_among(const std::vector<Item>& list) {
    chosen_ = true;
    place_ = list.front().place;
    for (const Item& item : list)
      if (within(item.place, place_)) place_ = item.place;
    // Evidence of the country says nothing about the state: only what names exactly this place speaks for it.
    for (const Item& item : list)
      if (item.place == place_) out_.confidence = std::max(out_.confidence, item.weight);
    for (const Item& item : list) {
      if (agree(item.place, place_)) {
        use(item, Use::kFor);
      } else if (&list == &fallback_ && item.weight < list.front().weight) {
        weigh(item, false);
      } else {
        use(item, Use::kAgainst);
        contradiction_ = true;
      }
    }
  }

  /// Evidence that only lowers the confidence. A check may be as coarse as a calling code, which a free zone shares
  /// with its country: to it, what lies there on the map agrees.
  void weigh(const Item& item, bool coarse) {
    const bool on_the_map = nested(item.place, place_) || nested(place_, item.place);
    const bool agrees = chosen_ && (agree(item.place, place_) || (coarse && on_the_map));
    use(item, agrees ? Use::kFor : Use::kAgainst);
    if (!agrees) out_.confidence = std::max(0, out_.confidence - item.weight);
  }

  void add(ReasonCode code, Verdict verdict, Symbol place = Symbol::kNone) {
    const Reason reason{code, verdict, Symbol::kNone, Symbol::kNone, place, kNoRule};
    if (std::find(out_.decision.reasons.begin(), out_.decision.reasons.end(), reason) == out_.decision.reasons.end())
      out_.decision.add(reason);
  }

  void judge() {
    if (!chosen_) add(ReasonCode::kUntagged, Verdict::kReview);
    if (contradiction_) add(ReasonCode::kContradictory, Verdict::kReview);
    if (chosen_ && out_.confidence < policy_.evidence_threshold()) add(ReasonCode::kLowConfidence, Verdict::kReview);
    if (chosen_) bring(place_, primary_.empty() ? fallback_ : primary_);
    for (const Item& item : adds_) {
      // A country beside a more exact place in it adds nothing.
      if (chosen_ && within(place_, item.place)) continue;
      bring(item.place, {item});
    }
    if (!out_.decision.allowed()) out_.jurisdictions.clear();
    std::sort(out_.jurisdictions.begin(), out_.jurisdictions.end());
  }

  void bring(std::string_view text, const std::vector<Item>& witnesses) {
    const Symbol code = policy_.symbols().find(text);
    const Policy::Place* place = policy_.place(code);
    if (place == nullptr) {
      for (const Item& item : witnesses)
        for (TagItem& used : out_.items)
          if (used.evidence == item.index && item.place == text) used.use = Use::kNoPack;
      return add(ReasonCode::kNoPack, Verdict::kReview);
    }
    if (place->needs_subdivision) add(ReasonCode::kSubdivisionMissing, Verdict::kNeeds, code);
    for (const Jurisdiction& pair : place->jurisdictions)
      if (std::find(out_.jurisdictions.begin(), out_.jurisdictions.end(), pair) == out_.jurisdictions.end())
        out_.jurisdictions.push_back(pair);
  }

  const Policy& policy_;
  Instant at_;
  TagResult out_;
  std::vector<Item> primary_, adds_, fallback_, checks_;
  bool chosen_ = false;
  bool contradiction_ = false;
  std::string_view place_;
};

}  // namespace

TagResult tag(const Policy& policy, const std::vector<Evidence>& evidence, Instant at) {
  return Tagging(policy, evidence, at).run();
}

}  // namespace licet::domain
