#include "screening/token_tables.h"

#include <array>

namespace licet::screening {
std::string_view token_kind_name(TokenKind kind) {
  constexpr std::array<std::string_view, 7> kNames{"word",      "initial",    "number", "particle",
                                                   "honorific", "legal_form", "filler"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::uint32_t token_weight(TokenKind kind) {
  switch (kind) {
    case TokenKind::kWord:
      return 100;
    case TokenKind::kInitial:
      return 40;
    case TokenKind::kNumber:
      return 130;
    case TokenKind::kParticle:
      return 25;
    case TokenKind::kHonorific:
      return 10;
    case TokenKind::kLegalForm:
      return 15;
    case TokenKind::kFiller:
      return 40;
  }
  return 100;
}

}  // namespace licet::screening
