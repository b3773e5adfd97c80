// Any bytes as the EU's consolidated list (list_fuzz.h); the corpus is of its CSV.
#include "list_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return licet::screening::fuzzing::fuzz_list("eu", data, size);
}
