// Other forms of a name's words, and words more or less: see perturb.h.
#pragma once

#include <string>
#include <string_view>

#include "base/id.h"

namespace licet::screening::perturb {

// Of persons. "FAMILY, Given" is first turned around by those that need to know which word is which.
std::string swap_words(std::string_view name, SeededRandom& random);
std::string family_comma_given(std::string_view name, SeededRandom& random);
std::string natural_order(std::string_view name, SeededRandom& random);
std::string without_middle(std::string_view name, SeededRandom& random);
std::string initial_of_given(std::string_view name, SeededRandom& random);
std::string initial_of_middle(std::string_view name, SeededRandom& random);
std::string without_patronymic(std::string_view name, SeededRandom& random);
std::string with_middle(std::string_view name, SeededRandom& random);
std::string with_honorific(std::string_view name, SeededRandom& random);
std::string nickname(std::string_view name, SeededRandom& random);                ///< another form by given_names.txt
std::string without_half_of_double(std::string_view name, SeededRandom& random);  ///< of a double family name
// Arabic names in Latin letters.
std::string other_article(std::string_view name, SeededRandom& random);  ///< al-, el-, joined or lost
std::string other_bin(std::string_view name, SeededRandom& random);      ///< bin, ibn, ben
std::string other_mohammed(std::string_view name, SeededRandom& random);
std::string other_abdul(std::string_view name, SeededRandom& random);  ///< Abdul Rahman, Abdulrahman, Abd al-Rahman

// Of companies.
std::string other_legal_form(std::string_view name, SeededRandom& random);  ///< the same in another spelling or country
std::string without_legal_form(std::string_view name, SeededRandom& random);
std::string with_legal_form(std::string_view name, SeededRandom& random);
std::string number_words(std::string_view name, SeededRandom& random);
std::string with_and_co(std::string_view name, SeededRandom& random);
std::string other_and(std::string_view name, SeededRandom& random);
std::string with_the(std::string_view name, SeededRandom& random);
std::string without_last_word(std::string_view name, SeededRandom& random);

}  // namespace licet::screening::perturb
