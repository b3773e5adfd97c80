// One name in the Latin spellings of several transliteration schemes: see perturb.h.
//
// Sources: ISO 9:1995; the BGN/PCGN romanisation of Russian; the scheme of Russian passports (ICAO Doc 9303); ALA-LC
// without diacritics; the French and German press's customs. Written by hand from knowledge of the schemes.
#pragma once

#include <string>
#include <string_view>

#include "base/id.h"

namespace licet::screening::perturb {

// A name in Cyrillic letters, written in Latin ones.
std::string by_iso9(std::string_view name, SeededRandom& random);
std::string by_bgn(std::string_view name, SeededRandom& random);
std::string by_passport(std::string_view name, SeededRandom& random);
std::string by_ala_lc(std::string_view name, SeededRandom& random);
std::string by_french(std::string_view name, SeededRandom& random);
std::string by_german(std::string_view name, SeededRandom& random);
/// A name in Latin letters, some group of which is spelt as another scheme does: sh and sch, kh and h, ya and ia.
std::string other_scheme(std::string_view name, SeededRandom& random);
/// A name of another script as ICU romanises it, which is what a careful typist's keyboard would give.
std::string romanised(std::string_view name, SeededRandom& random);

}  // namespace licet::screening::perturb
