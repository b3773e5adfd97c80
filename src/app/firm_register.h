// The register half of a firm file: entities, licences, teams, people (docs/formats/firm.md), and the register document
// they make (docs/formats/policy.md section 2).
//
// People stand in the file by handle and name. Both are personal data and never enter the document: its records carry
// ids.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/firm_policy.h"
#include "app/firm_words.h"
#include "app/yaml_reader.h"
#include "base/id.h"
#include "base/json.h"

namespace licet::app {

/// A person of the firm, as the file says. `handle`, `name` and `os_user` are personal data.
struct FirmPerson {
  std::string handle;
  std::string name;
  std::string os_user;             ///< empty: none
  std::vector<std::string> roles;  ///< grants, "role" or "role:market"
  bool in_register = false;        ///< has an entity, so the register holds a record of this person
  Where where;
};

/// A register record before its person has an id.
struct RecordSeed {
  json::Object record;     ///< without "key", and without "person" when `handle` is given
  std::string key_before;  ///< the key is key_before + the person's id + key_after, or key_before alone
  std::string handle;
  std::string key_after;
  Where where;
};

/// The register as the file says.
struct RegisterSeed {
  std::vector<RecordSeed> records;
};

/// A register document and where each record (by key) was written.
struct RegisterDocument {
  json::Value document;
  Positions positions;
};

/// Handle to id. Every handle of the file that has an entity must be in it.
using PersonIds = std::map<std::string, PersonId, std::less<>>;

/// What read_firm_register answers.
struct FirmRegister {
  RegisterSeed seed;
  std::vector<FirmPerson> people;
};

/// Reads `entities`, `teams` and `people`. Everything wrong is reported.
FirmRegister read_firm_register(yaml::MapReader& root, const FirmWords& words, std::vector<DeclaredWord>& zones);

/// The document, records sorted by key. A record whose person has no id in `ids` is a programmer's error.
RegisterDocument build_register(const RegisterSeed& seed, const PersonIds& ids);

}  // namespace licet::app
