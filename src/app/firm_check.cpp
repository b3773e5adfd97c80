#include "app/firm_check.h"

#include <array>
#include <utility>

#include "base/id.h"

namespace licet::app {
namespace {

constexpr std::uint64_t kProvisionalSeed = 1;

/// What the lists of the documents hold, as the prefix of a position.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kLists = {{{"packs", "pack:"},
                                                                                  {"rules", "rule:"},
                                                                                  {"house_rules", "rule:"},
                                                                                  {"markets", "market:"},
                                                                                  {"routing", "route:"},
                                                                                  {"products", "product:"},
                                                                                  {"kinds", "evidence:"},
                                                                                  {"records", ""}}};

/// The place of `list[id]`, where one is known.
const Where* find_item(std::string_view list, std::string_view id, const Positions& positions) {
  for (const auto& [name, prefix] : kLists) {
    if (name != list) continue;
    const auto found = positions.find(std::string(prefix) + std::string(id));
    if (found != positions.end()) return &found->second;
  }
  return nullptr;
}

void add_at(yaml::Problems& problems, const Error& error, const Positions& positions, const std::string& file) {
  Where where = where_of(error.where.field, positions);
  if (where.file.empty()) where.file = file;
  problems.add(std::move(where), error.text);
}

}  // namespace

Where where_of(std::string_view path, const Positions& positions) {
  Where out;
  std::size_t end = path.size();
  // The innermost part that was declared somewhere tells the line best.
  while (out.line == 0) {
    const std::size_t close = path.rfind(']', end == 0 ? 0 : end - 1);
    if (close == std::string_view::npos) break;
    const std::size_t open = path.rfind('[', close);
    if (open == std::string_view::npos) break;
    const std::size_t dot = path.rfind('.', open);
    const std::size_t start = dot == std::string_view::npos ? 0 : dot + 1;
    if (const Where* at =
            find_item(path.substr(start, open - start), path.substr(open + 1, close - open - 1), positions))
      out = *at;
    if (open == 0) break;
    end = open;
  }
  out.field = std::string(path);
  return out;
}

PersonIds provisional_ids(const FirmBundle& firm) {
  SeededRandom random(kProvisionalSeed);
  PersonIds ids;
  for (const FirmPerson& person : firm.people) ids.emplace(person.handle, PersonId::make(random));
  return ids;
}

std::vector<domain::Confirmation> confirmations_of(const FirmBundle& firm, const domain::Policy& policy) {
  std::vector<domain::Confirmation> out;
  for (const ConfirmationSeed& one : firm.confirmations) {
    const auto index = policy.rule_index(one.rule);
    if (!index || !firm.in_force_at_once(one)) continue;
    out.push_back({one.rule, policy.rules()[*index].digest, one.until});
  }
  return out;
}

Result<CheckedFirm> check_firm(const FirmBundle& firm) {
  yaml::Problems problems;
  const std::string file = firm.files.empty() ? std::string() : firm.files.front();
  for (const Error& error : domain::Policy::check(firm.policy_document)) add_at(problems, error, firm.positions, file);
  LICET_CHECK(problems.status());
  LICET_TRY(domain::Policy policy, domain::Policy::compile(firm.policy_document));
  CheckedFirm out;
  out.policy = std::make_shared<const domain::Policy>(std::move(policy));
  out.provisional_ids = provisional_ids(firm);
  const RegisterDocument reg = firm.register_document(out.provisional_ids);
  for (const Error& error : domain::check_register(*out.policy, reg.document))
    add_at(problems, error, reg.positions, file);
  auto view = domain::RegisterView::compile(*out.policy, reg.document, confirmations_of(firm, *out.policy));
  if (!view && problems.empty()) add_at(problems, view.error(), reg.positions, file);
  LICET_CHECK(problems.status());
  out.view = std::make_shared<const domain::RegisterView>(std::move(*view));
  return out;
}

Status check_dates(const FirmBundle& firm, Date today) {
  yaml::Problems problems;
  const std::string file = firm.files.empty() ? std::string() : firm.files.front();
  for (const json::Value& pack : firm.policy_document.find("packs")->as_array())
    for (const json::Value& rule : pack.find("rules")->as_array()) {
      const auto on = parse_date(rule.string_or("checked_on", ""));
      if (!on || *on <= today) continue;
      Error error;
      error.where.field = "rules[" + std::string(rule.string_or("id", "")) + "].checked_on";
      error.text = "says that the rule was checked on " + format_date(*on) + ", which is still to come";
      add_at(problems, error, firm.positions, file);
    }
  return problems.status();
}

std::vector<Error> warnings_of(const FirmBundle& firm, const CheckedFirm& checked, Date today) {
  yaml::Problems warnings;
  const std::string file = firm.files.empty() ? std::string() : firm.files.front();
  const RegisterDocument reg = firm.register_document(checked.provisional_ids);
  for (const Error& error : domain::idle_markets(*checked.policy, reg.document, today))
    add_at(warnings, error, reg.positions, file);
  std::vector<Error> out;
  for (const yaml::Problem& one : warnings.sorted()) out.push_back(one.as_error());
  return out;
}

}  // namespace licet::app
