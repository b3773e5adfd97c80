#include <algorithm>

#include "base/limits.h"
#include "domain/policy_compiler.h"

namespace licet::domain {
namespace {

constexpr std::uint32_t kDocumentDepthMax = 16;
constexpr std::int64_t kAgeDaysMax = 36'600;
/// Thresholds of a screening: ten-thousandths of a whole name.
constexpr std::int64_t kThresholdLeast = 7'000, kThresholdMost = 10'000;

bool is_code_like(std::string_view text) {
  return !text.empty() && text.size() <= limits::kPolicyCodeBytesMax &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
                  c == '-';
         });
}

/// Every text in the document that has the form of a code. No recursion: the nesting is somebody else's choice.
void collect_codes(const json::Value& document, std::set<std::string, std::less<>>& out) {
  std::vector<const json::Value*> open = {&document};
  while (!open.empty()) {
    const json::Value* value = open.back();
    open.pop_back();
    if (value->is_string() && is_code_like(value->as_string())) out.insert(value->as_string());
    if (value->is_array())
      for (const json::Value& item : value->as_array()) open.push_back(&item);
    if (value->is_object())
      for (const auto& member : value->as_object()) open.push_back(&member.second);
  }
}

}  // namespace

void PolicyCompiler::run() {
  if (auto form = json::check_profile(document_, kDocumentDepthMax); !form) {
    problems_.add(form.error().where.field, form.error().text);
    return;
  }
  const DocNode root(&document_, "", problems_);
  if (!root.members({"schema", "firm", "zones", "packs", "evidence", "products", "default_activity", "client_types",
                     "lawful_bases", "lawful_basis_defaults", "markets", "routing", "screening", "house_rules"}))
    return;
  root.at("schema").choice({"licet.policy/1"});
  root.at("firm").members({"id", "name"});
  root.at("firm").at("id").code();
  root.at("firm").at("name").text();

  intern_codes();
  if (const json::Value* zones = document_.find("zones")) {
    if (auto table = ZoneTable::from_json(*zones)) {
      policy_.zones_ = std::move(*table);
    } else {
      problems_.add("zones", table.error().text);
    }
  }
  read_vocabulary(root);
  read_evidence(root.at("evidence"));
  read_lawful_bases(root);
  read_packs(root.at("packs"));
  read_house_rules(root.at("house_rules"));
  sort_licensing();
  read_markets(root.at("markets"));
  read_screening(root.at("screening"));
  read_routing(root.at("routing"));
  index_meanings();
  policy_.document_ = document_;
  policy_.digest_ = crypto::sha256(json::canonical(document_));
}

// Interned in byte order, so that comparing symbols compares texts and the order of results does not hang on the
// document's.
void PolicyCompiler::intern_codes() {
  std::set<std::string, std::less<>> codes;
  collect_codes(document_, codes);
  // Languages stand in the register and not here: all of ISO 639-1's form are known to every policy.
  for (char a = 'a'; a <= 'z'; ++a)
    for (char b = 'a'; b <= 'z'; ++b) codes.insert({a, b});
  for (const char* kind : {"licence", "passport", "exemption", "registration"}) codes.insert(kind);
  for (const std::string& code : codes) policy_.symbols_.intern(code);
  policy_.meanings_.resize(policy_.symbols_.size());
}

void PolicyCompiler::read_vocabulary(const DocNode& root) {
  std::set<std::string, std::less<>> seen;
  for (const DocNode& item : root.at("client_types").some_items())
    if (const auto code = item.code(); is_new(seen, item, code)) client_types_.emplace_back(code);
  if (!client_types_.empty()) policy_.strictest_client_type_ = symbol(client_types_.front());
  for (const std::string& type : client_types_)
    policy_.meanings_[static_cast<std::size_t>(symbol(type))].client_type = true;
  policy_.default_activity_ = symbol(root.at("default_activity").code());
  read_products(root.at("products"));
}

void PolicyCompiler::read_products(const DocNode& list) {
  std::set<std::string, std::less<>> seen;
  for (const DocNode& item : list.items()) {
    if (!item.members({"id", "name", "activity"})) continue;
    const auto id = item.at("id").code();
    item.at("name").text();
    const auto activity = item.at("activity").code();
    if (!is_new(seen, item.at("id"), id)) continue;
    products_.emplace_back(id);
    policy_.meanings_[static_cast<std::size_t>(symbol(id))].activity = symbol(activity);
  }
}

void PolicyCompiler::read_evidence(const DocNode& node) {
  if (!node.members({"threshold", "kinds"})) return;
  policy_.evidence_threshold_ = static_cast<int>(node.at("threshold").integer(0, 100, 100));
  std::set<std::string, std::less<>> seen;
  for (const DocNode& item : node.at("kinds").some_items()) {
    if (!item.members({"kind", "weight", "mode"}, {"max_age_days"})) continue;
    Policy::EvidenceKind kind;
    const auto code = item.at("kind").code();
    is_new(seen, item.at("kind"), code);
    kind.kind = symbol(code);
    kind.weight = static_cast<int>(item.at("weight").integer(0, 100, 0));
    kind.mode =
        static_cast<Policy::EvidenceKind::Mode>(item.at("mode").choice({"primary", "adds", "fallback", "checks"}));
    if (const DocNode age = item.at("max_age_days"); age.given())
      kind.max_age_days = static_cast<std::int32_t>(age.integer(0, kAgeDaysMax, 0));
    policy_.evidence_kinds_.push_back(kind);
  }
}

void PolicyCompiler::read_lawful_bases(const DocNode& root) {
  std::set<std::string, std::less<>> seen;
  for (const DocNode& item : root.at("lawful_bases").items())
    if (const auto code = item.code(); is_new(seen, item, code)) lawful_bases_.emplace_back(code);
  std::set<std::string, std::less<>> sources;
  for (const DocNode& item : root.at("lawful_basis_defaults").items()) {
    if (!item.members({"source", "basis"})) continue;
    is_new(sources, item.at("source"), item.at("source").code());
    const auto basis = item.at("basis").code();
    if (!basis.empty() && !knows(lawful_bases_, basis))
      item.at("basis").problem("'" + std::string(basis) + "' is none of lawful_bases");
  }
}

void PolicyCompiler::read_screening(const DocNode& node) {
  if (!node.members({"lists", "max_age_days"}, {"good_guy_max_days", "service", "thresholds", "overrides"})) return;
  if (const DocNode days = node.at("good_guy_max_days"); days.given())
    days.integer(1, limits::kGoodGuyDaysMax, limits::kGoodGuyDaysMax);
  for (const DocNode& item : node.at("lists").items()) item.code();
  node.at("max_age_days").integer(0, kAgeDaysMax, 0);
  // What the scores are is not known here; that none is out of reach and none finds everybody is.
  const auto read_cuts = [](const DocNode& cuts) {
    for (const std::string_view name : {"person", "company", "weak_alias", "corroborated", "contradicted"})
      if (const DocNode cut = cuts.at(name); cut.given()) cut.integer(kThresholdLeast, kThresholdMost, kThresholdMost);
  };
  if (const DocNode cuts = node.at("thresholds"); cuts.given())
    if (cuts.members({}, {"person", "company", "weak_alias", "corroborated", "contradicted"})) read_cuts(cuts);
  for (const DocNode& item : node.at("overrides").items()) {
    if (!item.members({}, {"list", "source", "client_type", "market", "person", "company", "weak_alias", "corroborated",
                           "contradicted"}))
      continue;
    bool whose = false;
    for (const char* of : {"list", "source", "client_type", "market"})
      if (const DocNode code = item.at(of); code.given()) {
        whose = true;
        code.code();
      }
    if (!whose) item.problem("an override is for a list, a source, a client type or a market");
    if (const DocNode type = item.at("client_type"); type.given() && !knows(client_types_, type.code()))
      type.problem("'" + std::string(type.code()) + "' is none of client_types");
    // Thresholds of a market that takes no lead would hold for nobody.
    if (const DocNode market = item.at("market"); market.given()) {
      const Symbol id = symbol(market.code());
      if (std::none_of(policy_.markets_.begin(), policy_.markets_.end(),
                       [&](const Policy::Market& one) { return one.id == id && !one.accepts.empty(); }))
        market.problem("'" + std::string(market.code()) + "' is no market that takes leads");
    }
    read_cuts(item);
  }
  const DocNode service = node.at("service");
  if (!service.given() || !service.members({"kind", "thresholds", "url"}, {"algorithm", "dataset"})) return;
  for (const char* code : {"kind", "algorithm", "dataset"}) service.at(code).code();
  service.at("url").text();
  const DocNode thresholds = service.at("thresholds");
  if (!thresholds.members({"company", "person"})) return;
  for (const char* whose : {"company", "person"}) thresholds.at(whose).integer(1, 10'000, 10'000);
}

void PolicyCompiler::index_meanings() {
  for (std::uint32_t i = 0; i < policy_.packs_.size(); ++i)
    policy_.meanings_[static_cast<std::size_t>(policy_.packs_[i].id)].pack = i;
  for (std::uint32_t i = 0; i < policy_.markets_.size(); ++i)
    policy_.meanings_[static_cast<std::size_t>(policy_.markets_[i].id)].market = i;
}

bool PolicyCompiler::is_new(std::set<std::string, std::less<>>& seen, const DocNode& node,
                            std::string_view code) const {
  if (code.empty()) return false;
  if (seen.emplace(code).second) return true;
  node.problem("'" + std::string(code) + "' stands here twice");
  return false;
}

bool PolicyCompiler::knows(const std::vector<std::string>& vocabulary, std::string_view code) const {
  return std::find(vocabulary.begin(), vocabulary.end(), code) != vocabulary.end();
}

Result<Policy> Policy::compile(const json::Value& document) {
  PolicyCompiler compiler(document);
  compiler.run();
  if (!compiler.problems().empty()) return fail(compiler.problems().front());
  return compiler.take();
}

std::vector<Error> Policy::check(const json::Value& document) {
  PolicyCompiler compiler(document);
  compiler.run();
  return compiler.problems();
}

}  // namespace licet::domain
