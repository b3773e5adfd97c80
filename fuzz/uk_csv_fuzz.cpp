// Any bytes as the UK Sanctions List (list_fuzz.h).
#include "list_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return licet::screening::fuzzing::fuzz_list("uk", data, size);
}
