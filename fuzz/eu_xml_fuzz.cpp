// Any bytes as the EU's XML: see xml_list_fuzz.h.
#include "screening/eu_xml.h"
#include "xml_list_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return licet::screening::fuzz::read_any(licet::screening::make_eu_xml_reader, data, size);
}
