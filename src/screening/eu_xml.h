// Reader of the European Union's Financial Sanctions Files, consolidated list in XML 1.1
// (xmlFullSanctionsList_1_1). Source: the publisher's schema, namespace http://eu.europa.ec/fpi/fsd/export.
#pragma once

#include <memory>
#include <string_view>

#include "screening/list_reader.h"

namespace licet::screening {

/// Kind "eu". Entry ids are EU reference numbers ("EU.27.28"), or the logical id where there is none. The publisher
/// marks no name as the primary one: it is the strong one in Latin letters, without another language than English, with
/// a family name, that has been on the list longest (the lowest logical id), as far as there is a choice. Births of a
/// calendar other than the Gregorian are left out and noted. The list's date is `generationDate`.
/// Errors: those of XmlListReader, and kBadInput for another namespace.
std::unique_ptr<ListReader> make_eu_xml_reader();

}  // namespace licet::screening
