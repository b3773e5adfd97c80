// Any bytes as OpenSanctions' targets.simple.csv (list_fuzz.h).
#include "list_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return licet::screening::fuzzing::fuzz_list("opensanctions-simple", data, size);
}
