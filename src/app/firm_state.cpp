#include "app/firm_state.h"

#include <algorithm>
#include <map>

#include "app/screening_thresholds.h"
#include "base/limits.h"
#include "screening/list_document.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

constexpr std::int64_t kDayUs = 86'400'000'000;

/// The firm's own configuration is not scoped by market; reading it is the system's business.
Result<Scope> configuration_scope() {
  return Access::scope(Access::system(), Right::kPolicy, "read the firm's configuration", nullptr);
}

Result<json::Value> document_of(const std::vector<std::pair<std::string, std::string>>& records) {
  json::Array out;
  for (const auto& [key, text] : records) {
    LICET_TRY(json::Value record, json::parse(text, json::kDocumentOptions));
    out.push_back(std::move(record));
  }
  return json::Value(json::Object{{"records", std::move(out)}, {"schema", "licet.register/1"}});
}

Result<std::shared_ptr<const domain::Policy>> load_policy(Reader& reader, const Scope& scope,
                                                          const std::shared_ptr<const domain::Policy>& known) {
  LICET_TRY(auto row, reader.get(scope, TableId::kMeta, {std::string("active_policy")}));
  if (!row) return fail(ErrorCode::kConflict, "no policy is active; `licet init` makes the first one");
  const std::string digest(row->text("value"));
  if (known && crypto::digest_text(known->digest()) == digest) return known;
  LICET_TRY(auto bytes, reader.attachment(digest));
  if (!bytes)
    return fail(ErrorCode::kTampered, "the bytes of the active policy " + digest + " are missing from the data folder");
  if (crypto::digest_text(crypto::sha256(ByteView(*bytes))) != digest)
    return fail(ErrorCode::kTampered, "the bytes of the active policy are not those of " + digest);
  LICET_TRY(const json::Value document, json::parse(as_text(*bytes), json::kDocumentOptions));
  LICET_TRY(domain::Policy policy, domain::Policy::compile(document));
  return std::shared_ptr<const domain::Policy>(std::make_shared<domain::Policy>(std::move(policy)));
}

/// What is loaded, and what the policy asks for and nobody loaded.
Status note_lists(Reader& reader, const Scope& scope, FirmState& state) {
  LICET_TRY(const auto rows,
            all_rows(reader, scope, TableId::kList, {{"state", Condition::Op::kEqual, std::string("active")}}));
  std::vector<std::string> kinds;
  bool dated = true;
  for (const Row& row : rows) {
    state.list_digests.emplace_back(row.text("digest"));
    kinds.emplace_back(row.text("kind"));
    dated = dated && !row.null("as_of");
    const Instant as_of{row.integer("as_of")};
    if (!state.oldest_list || as_of < *state.oldest_list) state.oldest_list = as_of;
  }
  if (!dated) state.oldest_list.reset();
  std::sort(state.list_digests.begin(), state.list_digests.end());
  const json::Value* screening = state.policy->document().find("screening");
  state.service_demanded = screening != nullptr && screening->find("service") != nullptr;
  const json::Value* wanted = screening == nullptr ? nullptr : screening->find("lists");
  if (wanted == nullptr || !wanted->is_array()) return {};
  for (const json::Value& kind : wanted->as_array())
    if (std::find(kinds.begin(), kinds.end(), kind.as_string()) == kinds.end())
      state.missing_lists.push_back(kind.as_string());
  return {};
}

}  // namespace

Result<std::shared_ptr<const screening::List>> load_list_version(Reader& reader, const std::string& digest) {
  LICET_TRY(auto bytes, reader.attachment(digest));
  if (!bytes)
    return fail(ErrorCode::kTampered, "the bytes of screening list " + digest + " are missing from the data folder");
  if (crypto::digest_text(crypto::sha256(ByteView(*bytes))) != digest)
    return fail(ErrorCode::kTampered, "the bytes of screening list " + digest + " are not those of its digest");
  LICET_TRY(screening::List list, screening::list_from_document(as_text(*bytes)));
  return std::make_shared<const screening::List>(std::move(list));
}

Result<std::shared_ptr<const screening::ListIndex>> load_list_index(Reader& reader,
                                                                    const std::vector<std::string>& digests) {
  if (digests.empty()) return std::shared_ptr<const screening::ListIndex>();
  std::vector<std::shared_ptr<const screening::List>> lists;
  for (const std::string& digest : digests) {
    LICET_TRY(auto list, load_list_version(reader, digest));
    lists.push_back(std::move(list));
  }
  return screening::ListIndex::build(std::move(lists));
}

bool FirmState::lists_usable(Instant at) const {
  return missing_lists.empty() && oldest_list && recent_enough(*oldest_list, at);
}

screening::ThresholdSet FirmState::thresholds(const Segment& segment) const {
  if (recorded_thresholds) return *recorded_thresholds;
  return policy ? thresholds_of(policy->document(), segment) : screening::ThresholdSet();
}

bool FirmState::recent_enough(Instant as_of, Instant at) const {
  const json::Value* screening = policy->document().find("screening");
  const std::int64_t days = screening == nullptr ? 0 : screening->int_or("max_age_days", 0);
  return at.us - as_of.us <= days * kDayUs;
}

Result<std::vector<Row>> all_rows(Reader& reader, const Scope& scope, TableId table, std::vector<Condition> where) {
  std::vector<Row> out;
  Query query;
  query.table = table;
  query.where = std::move(where);
  query.limit = limits::kPageMax;
  for (;;) {
    LICET_TRY(auto page, reader.find(scope, query));
    const std::size_t got = page.size();
    for (Row& row : page) out.push_back(std::move(row));
    if (got < query.limit) return out;
    record::Key after;
    for (std::size_t i = 0; i < record::table(table).columns.size(); ++i)
      if (record::table(table).columns[i].cls == record::ColumnClass::kKey) after.push_back(out.back().values[i]);
    query.after = std::move(after);
  }
}

Result<json::Value> register_document(Reader& reader, std::optional<Instant> known_at) {
  LICET_TRY(const Scope scope, configuration_scope());
  std::map<std::string, std::string> records;
  if (!known_at) {
    LICET_TRY(const auto rows, all_rows(reader, scope, TableId::kRegister));
    for (const Row& row : rows) records[std::string(row.text("key"))] = std::string(row.text("record"));
  } else {
    LICET_TRY(const auto rows,
              all_rows(reader, scope, TableId::kRegisterHistory, {{"at", Condition::Op::kLess, known_at->us + 1}}));
    std::map<std::string, std::int64_t> latest;
    for (const Row& row : rows) {
      const std::string key(row.text("key"));
      auto [it, fresh] = latest.emplace(key, row.integer("at"));
      if (!fresh && row.integer("at") < it->second) continue;
      it->second = row.integer("at");
      records[key] = std::string(row.text("record"));
    }
  }
  std::vector<std::pair<std::string, std::string>> sorted;
  for (auto& [key, text] : records)
    if (!text.empty()) sorted.emplace_back(key, text);
  return document_of(sorted);
}

Result<std::vector<domain::Confirmation>> active_confirmations(Reader& reader) {
  LICET_TRY(const Scope scope, configuration_scope());
  LICET_TRY(const auto rows, all_rows(reader, scope, TableId::kConfirmation));
  std::vector<domain::Confirmation> out;
  for (const Row& row : rows) {
    if (row.text("state") != "active") continue;
    const auto digest = crypto::parse_digest_text(row.text("rule_digest"));
    if (!digest)
      return fail(ErrorCode::kTampered, "the confirmation of " + std::string(row.text("rule")) + " has no digest");
    out.push_back({std::string(row.text("rule")), *digest, Instant{row.integer("until")}});
  }
  return out;
}

Result<FirmState> load_firm_state(Reader& reader, LoadLists lists, const std::shared_ptr<const domain::Policy>& known) {
  LICET_TRY(const Scope scope, configuration_scope());
  FirmState state;
  LICET_TRY(state.policy, load_policy(reader, scope, known));
  LICET_TRY(const json::Value document, register_document(reader));
  LICET_TRY(const auto confirmations, active_confirmations(reader));
  LICET_TRY(domain::RegisterView view, domain::RegisterView::compile(*state.policy, document, confirmations));
  state.view = std::make_shared<const domain::RegisterView>(std::move(view));
  LICET_CHECK(note_lists(reader, scope, state));
  Query suppressed;
  suppressed.table = TableId::kSuppression;
  suppressed.limit = 1;
  LICET_TRY(const auto first, reader.find(scope, suppressed));
  state.suppressions = !first.empty();
  if (lists == LoadLists::kYes) {
    LICET_TRY(state.lists, load_list_index(reader, state.list_digests));
  }
  return state;
}

}  // namespace licet::app
