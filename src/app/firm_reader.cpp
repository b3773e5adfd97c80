#include "app/firm_reader.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>

#include "app/did_you_mean.h"
#include "app/yaml_node.h"
#include "base/limits.h"
#include "domain/document_reader.h"
#include "record/duties.h"

namespace licet::app {
namespace {

using yaml::MapReader;
using yaml::ValueReader;

constexpr std::string_view kFormat = "licet-firm/1";

/// The packs the firm names, those that could be read.
std::vector<PackText> read_packs(MapReader& root, const std::string& packs_dir, const ReadYaml& read_yaml,
                                 yaml::Problems& problems, std::vector<std::string>& files) {
  std::vector<PackText> out;
  std::set<std::string> seen;
  for (const ValueReader& item : root.required_list("packs")) {
    const std::string id = item.text();
    if (id.empty()) continue;
    if (!domain::is_pack_id(id)) {
      item.problem("must be a pack id like UK or US-NY: upper case, digits and -, at most 16");
    } else if (!seen.insert(id).second) {
      item.problem("pack " + id + " stands here twice");
    } else if (seen.size() > limits::kPacksMax) {
      item.problem("a firm names at most " + std::to_string(limits::kPacksMax) + " packs");
      break;
    } else {
      files.push_back(packs_dir + "/" + id + ".yaml");
      const auto document = read_yaml(files.back(), problems);
      if (!document) continue;
      out.push_back(read_pack(*document, problems));
      if (out.back().id != id)
        problems.add(out.back().where, "the file is named for pack " + id + " and says it is '" + out.back().id + "'");
    }
  }
  return out;
}

/// A firm's file gives no role for a time.
constexpr Instant kAnyMoment{};

const FirmPerson* find_person(const FirmBundle& firm, std::string_view handle) {
  const auto found =
      std::find_if(firm.people.begin(), firm.people.end(), [&](const auto& person) { return person.handle == handle; });
  return found == firm.people.end() ? nullptr : &*found;
}

void read_approver(MapReader& map, const FirmWords& words, const FirmBundle& firm, ConfirmationSeed& one) {
  one.approved_by = read_known(map.required("approved_by"), "person of this file", words.people);
  if (!one.by.empty() && one.by == one.approved_by)
    map.problem("approved_by", "must be somebody else than 'by': four eyes");
  const FirmPerson* person = find_person(firm, one.approved_by);
  if (person != nullptr && !record::may_approve(person->roles, kAnyMoment))
    map.problem("approved_by", "'" + one.approved_by +
                                   "' may not approve: that needs the role compliance or admin for the whole firm");
}

void read_confirmations(MapReader& root, const FirmWords& words, const std::vector<PackText>& packs, FirmBundle& firm) {
  std::map<std::string, std::string, std::less<>> status;
  for (const PackText& pack : packs)
    for (const RuleText& rule : pack.rules) status[rule.json.at("id").as_string()] = rule.json.at("status").as_string();
  std::vector<std::string> unverified;
  for (const auto& [id, text] : status)
    if (text == "unverified") unverified.push_back(id);
  std::set<std::string> seen;
  for (MapReader& map : root.optional_list_of_maps("confirmations")) {
    ConfirmationSeed one;
    one.where = map.where();
    const ValueReader rule = map.required("rule");
    one.rule = rule.text();
    if (const auto found = status.find(one.rule); found != status.end() && found->second != "unverified")
      rule.problem("rule " + one.rule + " is " + found->second + ": only unverified rules are confirmed");
    else
      read_known(rule, "unverified rule of these packs", unverified);
    if (!seen.insert(one.rule).second) rule.problem("rule " + one.rule + " is confirmed twice");
    one.opinion = map.required_text("opinion");
    one.until = map.required_instant("until");
    one.by = read_known(map.required("by"), "person of this file", words.people);
    if (const FirmPerson* by = find_person(firm, one.by); by != nullptr && !record::may_attest(by->roles, kAnyMoment))
      map.problem("by", "'" + one.by + "' may not attest: that needs the role compliance for the whole firm");
    one.invented = map.boolean("invented", false);
    if (one.invented)
      read_approver(map, words, firm, one);
    else if (map.optional("approved_by").present())
      map.problem("approved_by",
                  "an approval is given by that person's credential, not by a file: leave it out, the confirmation is "
                  "recorded as proposed and waits for licet policy approve (only invented ones are approved here)");
    firm.confirmations.push_back(std::move(one));
  }
}

void read_administrators(MapReader& root, const FirmWords& words, FirmBundle& firm) {
  const ValueReader value = root.required("administrators");
  firm.administrators = read_known_list(value, "person of this file", words.people);
  if (value.present() && (firm.administrators.empty() || firm.administrators.size() > 2))
    value.problem("must name two people, or one for the marked single-person mode");
  for (const ValueReader& item : value.list()) {
    const std::string handle = item.text();
    const FirmPerson* person = find_person(firm, handle);
    if (person != nullptr && std::find(person->roles.begin(), person->roles.end(), "admin") == person->roles.end())
      item.problem("'" + handle + "' has no role admin");
  }
}

/// Compiles every zone that was named; the unknown ones are reported where they stand.
json::Value compile_named_zones(const std::vector<DeclaredWord>& zones, yaml::Problems& problems) {
  std::set<std::string> good;
  std::set<std::string> bad;
  for (const DeclaredWord& zone : zones) {
    if (zone.word.empty() || good.contains(zone.word)) continue;
    const bool known = !bad.contains(zone.word) && compile_zones({zone.word}).has_value();
    if (known) {
      good.insert(zone.word);
      continue;
    }
    bad.insert(zone.word);
    problems.add(zone.where, "'" + zone.word.substr(0, 40) +
                                 "' is no time zone like Europe/London that this machine's tzdata knows");
  }
  const auto table = compile_zones(std::vector<std::string>(good.begin(), good.end()));
  if (table) return table->to_json();
  if (!good.empty()) problems.add(table.error());
  return nullptr;
}

}  // namespace

Result<FirmBundle> load_firm(const std::string& firm_path, const std::string& packs_dir, const ReadYaml& read_yaml) {
  yaml::Problems problems;
  FirmBundle firm;
  const auto document = read_yaml(firm_path, problems);
  firm.files.push_back(firm_path);
  if (!document) {
    LICET_CHECK(problems.status());
    return fail(ErrorCode::kBadInput, firm_path + " cannot be read");
  }
  {
    MapReader root(*document, problems);
    const std::vector<PackText> packs = read_packs(root, packs_dir, read_yaml, problems, firm.files);
    const FirmWords words = gather_words(*document, packs);
    std::vector<DeclaredWord> zones;
    root.required_choice("format", {kFormat});
    firm.id = root.required_slug("id");
    firm.name = root.required_text("name");
    FirmPolicy policy = read_firm_policy(root, words);
    check_packs(packs, words, problems, policy.positions);
    FirmRegister reg = read_firm_register(root, words, zones);
    firm.register_seed = std::move(reg.seed);
    firm.people = std::move(reg.people);
    read_confirmations(root, words, packs, firm);
    read_administrators(root, words, firm);
    for (const PackText& pack : packs) zones.insert(zones.end(), pack.zones.begin(), pack.zones.end());
    json::Array documents;
    std::map<std::string, json::Value> by_id;
    for (const PackText& pack : packs) by_id.insert_or_assign(pack.id, resolve_pack(pack, policy));
    for (auto& [id, one] : by_id) documents.push_back(std::move(one));
    policy.json.emplace("firm", json::Object{{"id", firm.id}, {"name", firm.name}});
    policy.json.emplace("packs", std::move(documents));
    policy.json.emplace("zones", compile_named_zones(zones, problems));
    firm.policy_document = std::move(policy.json);
    firm.positions = std::move(policy.positions);
  }
  LICET_CHECK(problems.status());
  return firm;
}

std::string default_packs_dir(const std::string& firm_path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::path folder = fs::absolute(firm_path, ignored).parent_path();
  for (const fs::path& candidate : {folder / "packs", folder.parent_path().parent_path() / "packs"})
    if (fs::is_directory(candidate, ignored)) return candidate.string();
  return {};
}

}  // namespace licet::app
