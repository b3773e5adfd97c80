// The local engine: lists made searchable, and a screener over them.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "screening/corroboration.h"
#include "screening/model.h"
#include "screening/name_index.h"
#include "screening/screening.h"

namespace licet::screening {

/// All lists in one searchable whole. Immutable: a new list makes a new index, which the owner swaps in; screenings
/// under way finish on the old one. Thread-safe.
class ListIndex {
 public:
  /// At most one list of a kind. Errors: kConflict for a second one; those of `normalise` with the entry named.
  static Result<std::shared_ptr<const ListIndex>> build(std::vector<std::shared_ptr<const List>> lists);

  /// Compares. Persons against entries that are persons, the company against entities. At most `hits_max` hits are
  /// listed.
  Result<Screening> screen(const Query& query, const ThresholdSet& thresholds, std::size_t hits_max = kHitsMax) const;

  std::vector<ListState> lists() const;
  const NameIndex& persons() const { return persons_; }
  const NameIndex& entities() const { return entities_; }
  /// An entry by its list and id; nullptr when there is none.
  const Entry* find(std::string_view list, std::string_view entry_id) const;
  /// The entry that an `IndexedName::entry` stands for.
  const Entry& entry(std::uint32_t number) const;

  // As bytes and back (kept_index.h).
  void write(FlatWriter& out) const;
  static Result<std::shared_ptr<const ListIndex>> read(FlatReader& in);

  /// A hit on an indexed name, without the parts of its score.
  Hit make_hit(Subject subject, const Scored& scored) const;

 private:
  struct EntryRef {
    std::uint32_t list;
    std::uint32_t entry;
  };
  ListIndex() = default;
  /// Those that are compared with anybody.
  void number_entries();
  /// Calls `visit` with every name of a form, in the order in which they are indexed.
  template <typename Visit>
  void each_name(NameForm form, Visit visit) const {
    for (std::uint32_t number = 0; number < entries_.size(); ++number) {
      const Entry& listed = entry(number);
      if (listed.type == (form == NameForm::kPerson ? EntryType::kEntity : EntryType::kPerson)) continue;
      for (std::uint32_t name = 0; name < listed.names.size(); ++name)
        visit(IndexedName{number, name, listed.names[name].strength == Strength::kWeak});
    }
  }
  Status collect(NameForm form, NameIndex& out) const;
  /// What a name found is judged by: the facts beside the name, and the thresholds.
  struct Judge {
    const Corroborator& corroborator;
    const ThresholdSet& thresholds;
    Cutoff cutoff(Subject subject) const;
  };
  /// A hit, whose parts are made only when it is among those that are reported.
  struct Reached {
    Hit hit;
    const NormalName* asked = nullptr;
    std::uint32_t index = 0;
  };
  const NameIndex& index_of(Subject subject) const { return subject == Subject::kPerson ? persons_ : entities_; }
  void search(const NormalName& name, Subject subject, const Judge& judge, std::vector<Reached>& found) const;
  static void keep_best_names(std::vector<Reached>& found);
  void explain_parts(Reached& reached) const;
  const std::string& kind_of(const IndexedName& name) const { return lists_[entries_[name.entry].list]->kind; }

  std::vector<std::shared_ptr<const List>> lists_;
  std::vector<EntryRef> entries_;
  NameIndex persons_;
  NameIndex entities_;
};

/// The names of a query as they are compared.
struct NormalQuery {
  std::vector<NormalName> persons;  ///< ways the person was written, none blank
  std::vector<NormalName> companies;
};
/// kBadInput when it names nobody.
Result<NormalQuery> normalise_query(const Query& query);

/// Whether every name of the list can be indexed; else the error that `ListIndex::build` would give.
Status check_searchable(const List& list);

/// Screens on the spot with an index. Holds the index alive; thread-safe.
class LocalScreener final : public Screener {
 public:
  /// A null index means that no list is loaded.
  LocalScreener(std::shared_ptr<const ListIndex> index, ThresholdSet thresholds)
      : index_(std::move(index)), thresholds_(std::move(thresholds)) {}
  Result<Screening> screen(const Query& query) override;
  std::vector<ListState> lists() const override;

 private:
  std::shared_ptr<const ListIndex> index_;
  ThresholdSet thresholds_;
};

}  // namespace licet::screening
