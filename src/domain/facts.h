// What decisions are made from: codes only, no personal data.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "base/id.h"
#include "base/inline_vector.h"
#include "base/time.h"
#include "domain/symbol.h"

namespace licet::domain {

struct Jurisdiction {
  Symbol pack = Symbol::kNone;
  Symbol place = Symbol::kNone;
  auto operator<=>(const Jurisdiction&) const = default;
};

/// One dated piece of evidence of where somebody is.
struct Evidence {
  Symbol kind = Symbol::kNone;   ///< "address", "kyc_residence", "intent", "phone", ... (policy: evidence.kinds)
  Symbol place = Symbol::kNone;  ///< resolved place code; kUnknownCode when no pack of the policy lists it
  Date observed{};
  std::string place_text;  ///< the place code as given, also when the policy does not know it
};

enum class Screened : std::uint8_t { kNot, kClear, kHit, kStale };
/// How the client type is known. A claim may tighten, never loosen; only a classification loosens.
enum class Basis : std::uint8_t { kUnknown, kClaimed, kClassified };

/// The lead as the gates see it.
struct LeadFacts {
  LeadId id;  ///< whose facts these are; no decision reads it, and no permit is given without it
  InlineVector<Jurisdiction, 8> jurisdictions;
  Symbol market = Symbol::kNone;
  Symbol client_type = Symbol::kNone;
  Basis client_type_basis = Basis::kUnknown;
  Symbol product = Symbol::kNone;
  Symbol source = Symbol::kNone;
  Symbol language = Symbol::kNone;
  Screened screened = Screened::kNot;
  /// Rules that ask for a person's judgement (effect REVIEW) and got it for this lead, from two: digests of their text.
  InlineVector<crypto::Digest, 2> settled;
  bool lawful_basis = false;
  bool open_duplicate = false;
  bool contradicted = false;  ///< its source says otherwise than what stands, and nobody has decided which holds
  bool refused = false;       ///< a reviewer refused the lead, and no two people lifted that
  bool erased = false;
};

/// A person in a team, by index into a RegisterView.
struct Candidate {
  std::uint32_t person = 0;
  std::uint32_t team = 0;
  bool operator==(const Candidate&) const = default;
};

}  // namespace licet::domain
