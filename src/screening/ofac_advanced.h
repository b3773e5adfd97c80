// Reader of OFAC's SDN list in the Advanced Sanctions Data Model (sdn_advanced.xml). Source: the publisher's schema and
// its questions and answers on the Advanced Sanctions List Standard.
#pragma once

#include <memory>

#include "screening/list_reader.h"

namespace licet::screening {

/// Kind "ofac-sdn-advanced". Entry ids are the parties' FixedRef, the same numbers as in OFAC's CSV files. Names carry
/// their parts as published and, of persons in Latin letters, read "FAMILY, Given Middle" as in the CSV files; names in
/// other scripts are of kind original. A period from the first to the last day of a year is that year. One pass over
/// the file: what stands before the parties (values, locations, documents) is kept while it is read; what stands after
/// them (relationships, programmes) is added to the entries. The list's date is DateOfIssue.
/// Errors: those of XmlListReader; kBadInput when parties come before the values they refer to; kLimit for more than
/// limits::kListEntriesMax values, locations and documents, or relationships.
std::unique_ptr<ListReader> make_ofac_advanced_reader();

}  // namespace licet::screening
