#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "domain/register_compiler.h"

namespace licet::domain {
namespace {

bool covers(const RegisterView::Permission& permission, const Jurisdiction& where) {
  const auto& cover = permission.cover;
  if (permission.validity.status != RecordStatus::kActive || cover.pack != where.pack) return false;
  return where.place == Symbol::kNone || cover.all_places ||
         std::find(cover.places.begin(), cover.places.end(), where.place) != cover.places.end();
}

/// The checks that take both documents.
class RegisterCheck {
 public:
  RegisterCheck(const Policy& policy, RegisterCompiler& register_compiler)
      : policy_(policy), compiled_(register_compiler) {}

  /// Instead of `run`: only the markets that stand still on a date.
  void run_on(Date date) {
    date_ = date;
    const auto& nodes = compiled_.records("team");
    const auto& teams = compiled_.view().teams();
    for (std::size_t i = 0; i < nodes.size() && i < teams.size(); ++i)
      if (teams[i].validity.on(date)) check_team(nodes[i], teams[i]);
  }

  void run() {
    for (const char* kind : {"licence", "passport", "exemption", "registration"})
      for (const DocNode& node : compiled_.records(kind)) check_cover(node);
    for (const DocNode& node : compiled_.records("entity")) check_place(node.at("home"), false);
    const auto& nodes = compiled_.records("team");
    const auto& teams = compiled_.view().teams();
    for (std::size_t i = 0; i < nodes.size() && i < teams.size(); ++i) check_team(nodes[i], teams[i]);
    check_routing();
  }

 private:
  void check_cover(const DocNode& node) const {
    const auto pack = node.at("pack").pack();
    if (!pack.empty() && policy_.pack(policy_.symbols().find(pack)) == nullptr)
      node.at("pack").problem("there is no pack '" + std::string(pack) +
                              "' in the policy: the record would cover nothing");
    for (const DocNode& item : node.at("places").items()) check_place(item, true);
    for (const DocNode& item : node.at("products").items())
      if (const auto code = item.code(); !code.empty() && !policy_.is_product(policy_.symbols().find(code)))
        item.problem("'" + std::string(code) + "' is none of the policy's products");
    for (const DocNode& item : node.at("client_types").items())
      if (const auto code = item.code(); !code.empty() && !policy_.is_client_type(policy_.symbols().find(code)))
        item.problem("'" + std::string(code) + "' is none of the policy's client_types");
  }

  void check_place(const DocNode& node, bool must_be_listed) const {
    const auto place = node.place();
    if (must_be_listed && !place.empty() && policy_.place(policy_.symbols().find(place)) == nullptr)
      node.problem("no pack of the policy lists the place '" + std::string(place) + "'");
  }

  void check_team(const DocNode& node, const RegisterView::Team& team) {
    for (const DocNode& item : node.at("markets").items()) {
      const auto code = item.code();
      const Symbol market = policy_.symbols().find(code);
      if (code.empty()) continue;
      if (policy_.market(market) == nullptr) {
        item.problem("there is no market '" + std::string(code) + "' in the policy");
      } else if (team.entity < compiled_.view().entities().size()) {
        check_market(item, market, compiled_.view().entities()[team.entity]);
      }
    }
  }

  /// A team that serves a market serves everything below it.
  void check_market(const DocNode& node, Symbol above, const RegisterView::Entity& entity) {
    for (const Policy::Market& market : policy_.markets()) {
      if (!policy_.market_within(market.id, above)) continue;
      for (const Policy::Accept& accept : market.accepts)
        for (const auto* list : {&accept.all_of, &accept.any_of})
          for (const Jurisdiction& where : *list) check_licence(node, market.id, where, entity);
    }
  }

  void check_licence(const DocNode& node, Symbol market, const Jurisdiction& where,
                     const RegisterView::Entity& entity) {
    const auto& permissions = compiled_.view().permissions();
    const auto some = [&](auto fits) {
      return std::any_of(entity.permissions.begin(), entity.permissions.end(), [&](std::uint32_t index) {
        return covers(permissions[index], where) && fits(permissions[index]);
      });
    };
    const bool active = some([](const auto&) { return true; });
    if (date_ ? !active || some([&](const auto& permission) { return permission.validity.on(*date_); }) : active)
      return;
    const auto text = [&](Symbol symbol) { return std::string(policy_.symbols().text(symbol)); };
    std::string place = text(where.pack);
    if (where.place != Symbol::kNone) place += ":" + text(where.place);
    if (date_)
      return node.problem("the market '" + text(market) + "' takes leads in " + place +
                          ", and nothing that the team's entity '" + entity.key + "' holds there is in force on " +
                          format_date(*date_) +
                          ": look at the dates of its licences; until then nobody of the team gets such a lead");
    node.problem(
        "the market '" + text(market) + "' takes leads in " + place + ", and the team's entity '" + entity.key +
        "' holds no active licence, passport or exemption there; record one, or take the market from the team");
  }

  void check_routing() {
    for (const Policy::Route& route : policy_.routes())
      for (const Symbol team : route.teams)
        if (!compiled_.view().team_index(team))
          compiled_.problems().add("records", "the routing rule '" + std::string(policy_.symbols().text(route.id)) +
                                                  "' names the team '" + std::string(policy_.symbols().text(team)) +
                                                  "', which is not in the register");
  }

  const Policy& policy_;
  RegisterCompiler& compiled_;
  std::optional<Date> date_;  ///< set: see run_on
};

/// Some members are read by several checks; what is wrong with them is said once.
std::vector<Error> each_once(const std::vector<Error>& errors) {
  std::vector<Error> out;
  std::set<std::pair<std::string, std::string>> said;
  for (const Error& error : errors)
    if (said.emplace(error.where.field, error.text).second) out.push_back(error);
  return out;
}

}  // namespace

std::vector<Error> check_register(const Policy& policy, const json::Value& document) {
  RegisterCompiler compiler(policy, document);
  compiler.run();
  RegisterCheck(policy, compiler).run();
  return each_once(compiler.problems().errors());
}

std::vector<Error> idle_markets(const Policy& policy, const json::Value& document, Date date) {
  RegisterCompiler compiler(policy, document);
  compiler.run();
  if (!compiler.problems().errors().empty()) return {};
  RegisterCheck(policy, compiler).run_on(date);
  return each_once(compiler.problems().errors());
}

}  // namespace licet::domain
