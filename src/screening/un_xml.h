// Reader of the United Nations Security Council Consolidated List in XML (CONSOLIDATED_LIST, individuals and
// entities). Source: the publisher's schema, https://www.un.org/sc/resources/sc-sanctions.xsd.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "screening/list_reader.h"

namespace licet::screening {

/// Kind "un". Entry ids are reference numbers ("QDi.001"), or the DATAID where there is none. Names are joined from
/// FIRST_NAME to FOURTH_NAME, whose words the publisher does not order by given and family: they have no parts. The
/// list's date is `dateGenerated`. Several names in one alias become names of their own (see split_un_names).
/// Errors: those of XmlListReader.
std::unique_ptr<ListReader> make_un_xml_reader();

/// The names in one text of the list, which may hold several: with ";" between them, numbered "a) ... b) ...", or with
/// other spellings in brackets behind the first. A bracket with one text in the same script ("(ADF)") stays.
std::vector<std::string> split_un_names(std::string_view text);
/// Spellings of an alias in the publisher's note on it: what stands in brackets with ";" between ("(Abu A; Abu B) known
/// by this name"), the alias in its own script behind "original script:" or "in Arabic:", and, when the alias itself is
/// in another script than Latin, a note that is nothing but names with ";" between.
std::vector<std::string> un_names_in_note(std::string_view note, bool alias_in_other_script);

}  // namespace licet::screening
