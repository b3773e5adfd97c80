// Any bytes as OFAC's Advanced XML: see xml_list_fuzz.h.
#include "screening/ofac_advanced.h"
#include "xml_list_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return licet::screening::fuzz::read_any(licet::screening::make_ofac_advanced_reader, data, size);
}
