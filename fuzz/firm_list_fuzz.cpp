// Any bytes as the firm's own list (list_fuzz.h).
#include "list_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return licet::screening::fuzzing::fuzz_list("firm", data, size);
}
