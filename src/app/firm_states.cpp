#include "app/firm_states.h"

namespace licet::app {

Result<FirmState> FirmStates::state(Reader& reader, LoadLists lists) {
  LICET_TRY(const auto found, kept(reader));
  FirmState state = found->state;
  if (lists == LoadLists::kYes && !state.list_digests.empty()) {
    LICET_TRY(state.lists, index(reader, state.list_digests));
  }
  if (lists == LoadLists::kYes && state.service_demanded) state.service = service(*state.policy);
  return state;
}

/// One for as long as policies name the same: it knows whether the service failed lately.
std::shared_ptr<screening::Screener> FirmStates::service(const domain::Policy& policy) {
  const json::Value* screening = policy.document().find("screening");
  const json::Value* wanted = screening == nullptr ? nullptr : screening->find("service");
  if (wanted == nullptr || !make_service_) return nullptr;
  std::string text = json::canonical(*wanted);
  const std::lock_guard lock(making_);
  if (text != service_text_) {
    service_ = make_service_(*wanted);
    service_text_ = std::move(text);
  }
  return service_;
}

std::shared_ptr<const FirmStates::Kept> FirmStates::current() const {
  const std::lock_guard lock(mutex_);
  return kept_;
}

Result<std::shared_ptr<const FirmStates::Kept>> FirmStates::kept(Reader& reader) {
  LICET_TRY(std::string version, reader.firm_version());
  const auto fits = [&version](const std::shared_ptr<const Kept>& kept) {
    return kept && !version.empty() && kept->version == version;
  };
  std::shared_ptr<const Kept> known = current();
  if (fits(known)) return known;
  const std::lock_guard one_at_a_time(compiling_);
  known = current();
  if (fits(known)) return known;
  auto fresh = std::make_shared<Kept>();
  fresh->version = std::move(version);
  LICET_TRY(fresh->state, load_firm_state(reader, LoadLists::kNo, known ? known->state.policy : nullptr));
  if (!fresh->version.empty()) {
    const std::lock_guard lock(mutex_);
    kept_ = fresh;
  }
  return std::shared_ptr<const Kept>(std::move(fresh));
}

/// A list is found by its digest alone, so that the index outlives changes of everything else, and the program.
Result<std::shared_ptr<const screening::ListIndex>> FirmStates::index(Reader& reader,
                                                                      const std::vector<std::string>& digests) {
  const std::lock_guard one_at_a_time(indexing_);
  if (index_.lists && index_.digests == digests) return index_.lists;
  std::shared_ptr<const screening::ListIndex> lists = kept_indexes_ ? kept_indexes_->find(digests) : nullptr;
  if (!lists) {
    LICET_TRY(lists, load_list_index(reader, digests));
    if (kept_indexes_) kept_indexes_->keep(digests, *lists);
  }
  index_ = {digests, lists};
  return lists;
}

}  // namespace licet::app
