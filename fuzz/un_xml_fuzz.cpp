// Any bytes as the UN's XML: see xml_list_fuzz.h.
#include "screening/un_xml.h"
#include "xml_list_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return licet::screening::fuzz::read_any(licet::screening::make_un_xml_reader, data, size);
}
