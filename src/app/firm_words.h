// What a firm file and its packs declare, gathered before the file is read: a reference may stand before its
// declaration.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/pack_predicate.h"
#include "app/pack_reader.h"
#include "app/yaml_reader.h"

namespace licet::app {

/// The words one firm file knows. Lists keep the order of the file.
struct FirmWords {
  std::vector<std::string> packs;
  std::vector<std::string> client_types;
  std::vector<std::string> products;
  std::vector<std::string> activities;
  std::vector<std::string> lawful_bases;
  std::vector<std::string> markets;
  std::vector<std::string> teams;
  std::vector<std::string> entities;
  std::vector<std::string> people;                                      ///< handles
  std::map<std::string, std::vector<std::string>, std::less<>> places;  ///< by pack: its own and its sub-packs'
  std::map<std::string, std::vector<std::string>, std::less<>> product_classes;  ///< by pack

  /// Words for the predicates of a house rule that holds in these packs ("*" alone: in all).
  PredicateWords predicate_words(const std::vector<std::string>& rule_packs) const;
  /// Whether a pack lists the place.
  bool lists_place(std::string_view code) const;
};

/// Gathers the declarations of a firm file; `packs` are those that could be read.
FirmWords gather_words(const yaml::Document& document, const std::vector<PackText>& packs);

/// The value's word when it is one of `known`; else reports "'x' is no <what>" with the nearest known word, and answers
/// it all the same.
std::string read_known(const yaml::ValueReader& value, std::string_view what, const std::vector<std::string>& known);
/// A list of them; absent is empty. Repeats are reported.
std::vector<std::string> read_known_list(const yaml::ValueReader& value, std::string_view what,
                                         const std::vector<std::string>& known);

/// A list of texts as JSON; `null` for an empty one, which means "all" in documents.
json::Value list_or_null(const std::vector<std::string>& words);
json::Array text_array(const std::vector<std::string>& words);

}  // namespace licet::app
