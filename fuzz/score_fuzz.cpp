// Any bytes as names, one per line: the first is asked for, the others are listed. What the index finds by numbers must
// be what aligning word by word gives, in both roles; the parts of a score must sum to it, and no name may take long.
#include "screening/name_index.h"
#include "screening/similarity.h"

namespace {

using namespace licet;
using namespace licet::screening;

constexpr std::size_t kNamesMax = 24, kBytesMax = 4096;

std::vector<NormalName> names_of(std::string_view text, NameForm form) {
  std::vector<NormalName> out;
  while (!text.empty() && out.size() < kNamesMax) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (auto name = normalise(text.substr(0, end), form)) out.push_back(std::move(*name));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

void check_parts(const Alignment& alignment) {
  std::uint32_t sum = 0;
  for (const Part& part : alignment.parts) sum += part.contribution;
  LICET_INVARIANT(sum == alignment.score && alignment.score <= kFull);
}

void check_form(std::string_view text, NameForm form) {
  const std::vector<NormalName> names = names_of(text, form);
  if (names.size() < 2) return;
  NameIndex::Builder builder(form);
  for (std::uint32_t i = 1; i < names.size(); ++i) builder.add(names[i], {i, 0, false});
  const NameIndex index = std::move(builder).finish();
  for (const std::uint32_t cutoff : {1U, 8'500U}) {
    std::vector<Scored> forward, back;
    for (std::uint32_t i = 1; i < names.size(); ++i) {
      const Alignment alignment = align(names[0], names[i]);
      check_parts(alignment);
      if (alignment.score >= cutoff) forward.push_back({i - 1, alignment.score});
      const std::uint32_t other = align(names[i], names[0]).score;
      if (other >= cutoff) back.push_back({i - 1, other});
    }
    LICET_INVARIANT(index.find(names[0], {cutoff, cutoff}) == forward);
    LICET_INVARIANT(index.find_queries(names[0], {cutoff, cutoff}) == back);
  }
  LICET_INVARIANT(names[0].tokens.empty() || align(names[0], names[0]).score == kFull);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), std::min(size, kBytesMax));
  check_form(text, NameForm::kPerson);
  check_form(text, NameForm::kOrganisation);
  return 0;
}
