// Any bytes as an index, and any few changes to the bytes of a good one: an error, or an index that can be asked.
//
// An input that begins with '=' is an index as it stands. Any other is a row of changes, four bytes each: three for the
// place, lowest first, and what its byte is XORed with.
#include "screening/kept_index.h"
#include "screening/random_list.h"

namespace {

using namespace licet;
using namespace licet::screening;

const Bytes& good() {
  static const Bytes kBytes = [] {
    SeededRandom random(11);
    return index_to_bytes(*ListIndex::build({screening::testing::random_list(random, "firm", 20),
                                             screening::testing::random_list(random, "un", 20)})
                               .value());
  }();
  return kBytes;
}

void ask(const ListIndex& index) {
  SeededRandom random(2);
  for (int i = 0; i < 6; ++i) {
    const Query query = screening::testing::random_query(random);
    LICET_INVARIANT(index.screen(query, Thresholds{1, 1, 1, 1, 1}).has_value() || !normalise_query(query).has_value());
  }
  index.persons().find_queries(*normalise("Vladimir Petrov", NameForm::kPerson), 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes;
  if (size > 0 && data[0] == '=') {
    bytes.assign(data + 1, data + size);
  } else {
    bytes = good();
    for (std::size_t at = 0; at + 4 <= size; at += 4) {
      const std::size_t place = data[at] + (std::size_t{data[at + 1]} << 8U) + (std::size_t{data[at + 2]} << 16U);
      bytes[place % bytes.size()] ^= data[at + 3];
    }
  }
  if (const auto index = index_from_bytes(bytes)) {
    ask(**index);
  } else {
    LICET_INVARIANT(index.error().code == ErrorCode::kTampered);
  }
  return 0;
}
