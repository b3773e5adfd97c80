// What each word of a name is, and one spelling for what is written in many ways: data/screening applied to a name.
#pragma once

#include <string>
#include <vector>

#include "screening/normalise.h"

namespace licet::screening {

/// Sets kind, sound and given names of the words of a person's name. Particles get one spelling; digits inside a word
/// are taken for the letters they look like (Sech1n). A first word that is a given name is no particle (Ben). Two or
/// three consonants are as many initials (JC).
void classify_person(std::vector<Token>& tokens);

/// The same for an organisation. A legal form of several words becomes one word, by what it is; number words become
/// digits (forty four: 44), a roman numeral at the end too; common business words get one spelling. Answers the
/// acronym (NormalName::acronym), of the words as they were written.
std::string classify_organisation(std::vector<Token>& tokens);

}  // namespace licet::screening
