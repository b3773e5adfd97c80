#include <algorithm>

#include "base/limits.h"
#include "domain/register_compiler.h"

namespace licet::domain {
namespace {

constexpr std::uint32_t kDocumentDepthMax = 16;

}  // namespace

void RegisterCompiler::run() {
  if (auto form = json::check_profile(document_, kDocumentDepthMax); !form) {
    problems_.add(form.error().where.field, form.error().text);
    return;
  }
  const DocNode root(&document_, "", problems_);
  if (!sort_records(root)) return;
  read_entities();
  for (const char* kind : {"licence", "passport", "exemption"}) read_permissions(kind);
  read_people();
  read_registrations();
  read_leave();
  read_teams();
  read_members();
  view_.document_ = document_;
}

bool RegisterCompiler::sort_records(const DocNode& root) {
  if (!root.members({"schema", "records"})) return false;
  root.at("schema").choice({"licet.register/1"});
  std::string_view last;
  for (const DocNode& node : root.at("records").items()) {
    if (node.value() == nullptr || !node.value()->is_object()) {
      node.problem("must be an object");
      continue;
    }
    const auto key = node.at("key").code();
    if (node.at("key").value() == nullptr) node.problem("lacks the member 'key'");
    if (!last.empty() && key <= last) node.problem("stands out of order: records are sorted by key, each once");
    last = key;
    const DocNode kind = node.at("kind");
    if (kind.value() == nullptr) {
      node.problem("lacks the member 'kind'");
    } else {
      kind.choice({"entity", "licence", "passport", "exemption", "person", "registration", "team", "member", "leave"});
      by_kind_[std::string(node.value()->string_or("kind", ""))].push_back(node);
    }
  }
  return true;
}

const std::vector<DocNode>& RegisterCompiler::records(std::string_view kind) const {
  static const std::vector<DocNode> kNone;
  const auto found = by_kind_.find(kind);
  return found == by_kind_.end() ? kNone : found->second;
}

RegisterView::Validity RegisterCompiler::read_validity(const DocNode& node) const {
  RegisterView::Validity out;
  out.status = static_cast<RecordStatus>(node.at("status").choice({"active", "suspended", "ended"}));
  out.from = node.at("from").date();
  out.to = node.at("to").date();
  if (out.from && out.to && *out.to < *out.from) node.at("to").problem("the record ends before it starts");
  return out;
}

void RegisterCompiler::read_entities() {
  for (const DocNode& node : records("entity")) {
    node.members({"key", "kind", "status", "name", "home"}, {"from", "to"});
    RegisterView::Entity entity;
    entity.key = std::string(node.at("key").code());
    entity.code = policy_.symbols().find(entity.key);
    node.at("name").text();
    entity.home = policy_.symbols().find(node.at("home").place());
    entity.validity = read_validity(node);
    entity_index_.emplace(entity.key, static_cast<std::uint32_t>(view_.entities_.size()));
    view_.entities_.push_back(std::move(entity));
  }
}

void RegisterCompiler::read_permissions(std::string_view kind) {
  for (const DocNode& node : records(kind)) {
    node.members({"key", "kind", "status", "entity", "pack"},
                 {"from", "to", "places", "activities", "products", "client_types", "reference", "evidence"});
    const std::uint32_t entity = entity_at(node.at("entity"));
    if (entity != kNoRule)
      view_.entities_[entity].permissions.push_back(static_cast<std::uint32_t>(view_.permissions_.size()));
    view_.permissions_.push_back(read_permission(node, kind));
  }
}

void RegisterCompiler::read_registrations() {
  for (const DocNode& node : records("registration")) {
    node.members({"key", "kind", "status", "person", "pack"},
                 {"from", "to", "places", "activities", "products", "client_types", "reference", "evidence"});
    const std::uint32_t person = person_at(node.at("person"));
    if (person != kNoRule)
      view_.people_[person].registrations.push_back(static_cast<std::uint32_t>(view_.permissions_.size()));
    view_.permissions_.push_back(read_permission(node, "registration"));
  }
}

RegisterView::Permission RegisterCompiler::read_permission(const DocNode& node, std::string_view kind) const {
  RegisterView::Permission out;
  out.key = std::string(node.at("key").code());
  out.kind = policy_.symbols().find(kind);
  out.validity = read_validity(node);
  out.cover = read_cover(node);
  for (const char* name : {"reference", "evidence"})
    if (node.at(name).given()) node.at(name).text();
  return out;
}

RegisterView::Cover RegisterCompiler::read_cover(const DocNode& node) const {
  RegisterView::Cover out;
  out.pack = policy_.symbols().find(node.at("pack").pack());
  out.places = read_list(node.at("places"), &DocNode::place, out.all_places);
  out.activities = read_list(node.at("activities"), &DocNode::code, out.all_activities);
  out.products = read_list(node.at("products"), &DocNode::code, out.all_products);
  out.client_types = read_list(node.at("client_types"), &DocNode::code, out.all_client_types);
  return out;
}

std::vector<Symbol> RegisterCompiler::read_list(const DocNode& node, std::string_view (DocNode::*read)() const,
                                                bool& all) const {
  std::vector<Symbol> out;
  all = !node.given();
  for (const DocNode& item : node.some_items())
    // A code the policy does not know covers nothing, and must not meet another unknown one.
    if (const Symbol code = policy_.symbols().find((item.*read)()); code > Symbol::kUnknownCode) out.push_back(code);
  return out;
}

std::uint32_t RegisterCompiler::entity_at(const DocNode& node) const {
  const auto key = node.code();
  const auto found = entity_index_.find(key);
  if (found != entity_index_.end()) return found->second;
  if (!key.empty()) node.problem("there is no entity '" + std::string(key) + "' in the register");
  return kNoRule;
}

void RegisterCompiler::confirm(const std::vector<Confirmation>& confirmations) {
  view_.confirmed_until_.assign(policy_.rules().size(), std::nullopt);
  std::vector<std::string> lines;
  for (const Confirmation& one : confirmations) {
    lines.push_back(json::canonical(json::Array{one.rule_id, crypto::digest_text(one.rule_digest), one.until.us}));
    const auto rule = policy_.rule_index(one.rule_id);
    // Counsel confirmed a text. Another text under the same id is not confirmed.
    if (!rule || policy_.rules()[*rule].digest != one.rule_digest) continue;
    auto& until = view_.confirmed_until_[*rule];
    if (!until || *until < one.until) until = one.until;
  }
  std::sort(lines.begin(), lines.end());
  crypto::Sha256 hash;
  hash.update(json::canonical(document_));
  for (const std::string& line : lines) {
    hash.update("\n");
    hash.update(line);
  }
  view_.digest_ = hash.finish();
}

Result<RegisterView> RegisterView::compile(const Policy& policy, const json::Value& document,
                                           const std::vector<Confirmation>& confirmations) {
  RegisterCompiler compiler(policy, document);
  compiler.run();
  if (!compiler.problems().empty()) return fail(compiler.problems().errors().front());
  compiler.confirm(confirmations);
  return std::move(compiler.view());
}

std::optional<std::uint32_t> RegisterView::person_index(const PersonId& id) const {
  const auto found = std::lower_bound(people_.begin(), people_.end(), id,
                                      [](const Person& person, const PersonId& key) { return person.id < key; });
  if (found == people_.end() || found->id != id) return std::nullopt;
  return static_cast<std::uint32_t>(found - people_.begin());
}

std::optional<std::uint32_t> RegisterView::team_index(Symbol code) const {
  const auto found = team_index_.find(code);
  if (found == team_index_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::uint32_t> RegisterView::team_index(std::string_view key) const {
  const auto found = std::find_if(teams_.begin(), teams_.end(), [&](const Team& team) { return team.key == key; });
  if (found == teams_.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - teams_.begin());
}

std::vector<std::uint32_t> RegisterView::teams_of(std::uint32_t person) const {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < teams_.size(); ++i)
    if (std::any_of(teams_[i].members.begin(), teams_[i].members.end(),
                    [&](const auto& m) { return m.first == person; }))
      out.push_back(i);
  return out;
}

bool RegisterView::confirmed(std::uint32_t rule_index, Instant at) const {
  return rule_index < confirmed_until_.size() && confirmed_until_[rule_index] && at < *confirmed_until_[rule_index];
}

}  // namespace licet::domain
