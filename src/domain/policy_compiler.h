// The compiler of policies, split over policy_compile*.cpp: top, packs, rules, markets.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "domain/document_reader.h"
#include "domain/policy.h"

namespace licet::domain {

/// Reads one document. Goes on after a problem, so that all are found; the policy is good only when there are none.
class PolicyCompiler {
 public:
  explicit PolicyCompiler(const json::Value& document) : document_(document) {}
  /// Once.
  void run();
  const std::vector<Error>& problems() const { return problems_.errors(); }
  Policy take() { return std::move(policy_); }

 private:
  // policy_compile.cpp
  void intern_codes();
  void read_vocabulary(const DocNode& root);
  void read_products(const DocNode& list);
  void read_evidence(const DocNode& node);
  void read_lawful_bases(const DocNode& root);
  void read_screening(const DocNode& node);
  void index_meanings();
  Symbol symbol(std::string_view code) const { return policy_.symbols_.find(code); }
  bool is_new(std::set<std::string, std::less<>>& seen, const DocNode& node, std::string_view code) const;
  bool knows(const std::vector<std::string>& vocabulary, std::string_view code) const;

  // policy_compile_packs.cpp
  void read_packs(const DocNode& list);
  void read_pack(const DocNode& node);
  void read_pack_zones(const DocNode& node, Policy::Pack& pack);
  void read_place(const DocNode& node, std::uint32_t pack);
  void read_zone_matches(const DocNode& list, Symbol place);
  void link_parents(const DocNode& list);
  void link_places();
  void add_pairs(Policy::Place& place, std::uint32_t pack);
  std::uint32_t zone_of(const Policy::Pack& pack, Symbol place);
  void sort_licensing();

  // policy_compile_rules.cpp
  void read_rules(const DocNode& list, Symbol pack, std::vector<std::uint32_t>& indexes,
                  const std::vector<std::string>* products);
  void read_house_rules(const DocNode& list);
  Rule read_rule(const DocNode& node, const std::vector<std::string>* products, bool house);
  void read_rule_dates(const DocNode& node, Rule& rule) const;
  void read_ends(const DocNode& effect, Rule& rule) const;
  void read_effect(const DocNode& node, Rule& rule) const;
  void read_house_packs(const DocNode& node, std::uint32_t rule);

  // policy_compile_markets.cpp
  void read_markets(const DocNode& list);
  void check_market_tree(const DocNode& list);
  Policy::Accept read_accept(const DocNode& node);
  std::vector<Jurisdiction> read_jurisdictions(const DocNode& list) const;
  Jurisdiction read_jurisdiction(const DocNode& node) const;
  void read_routing(const DocNode& list);
  std::vector<Symbol> read_known(const DocNode& list, const std::vector<std::string>* vocabulary,
                                 const char* what) const;

  const json::Value& document_;
  Problems problems_;
  Policy policy_;
  std::vector<std::string> client_types_, products_, lawful_bases_, markets_;
  std::map<std::string, std::vector<std::uint32_t>> place_packs_;  ///< the packs that list a place
  std::map<std::string, std::uint32_t> zone_index_;
  std::vector<std::vector<std::uint32_t>> house_of_pack_;
};

/// Lower-cases ASCII, turns what is neither a letter, a digit nor part of a UTF-8 sequence into single spaces, and puts
/// one space at each end: words are looked for with their spaces.
std::string fold_words(std::string_view text);

}  // namespace licet::domain
