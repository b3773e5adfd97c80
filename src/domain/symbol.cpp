#include "domain/symbol.h"

#include "base/result.h"

namespace licet::domain {

// The text of kUnknownCode is no code, so that what is printed with it reads back as unknown.
SymbolTable::SymbolTable() : texts_{"", "?"} {}

Symbol SymbolTable::intern(std::string_view code) {
  const Symbol known = find(code);
  if (known != Symbol::kUnknownCode || code == "?") return known;
  const auto symbol = static_cast<std::uint32_t>(texts_.size());
  texts_.emplace_back(code);
  index_.emplace(texts_.back(), Symbol{symbol});
  return Symbol{symbol};
}

Symbol SymbolTable::find(std::string_view code) const {
  if (code.empty()) return Symbol::kNone;
  const auto found = index_.find(code);
  return found == index_.end() ? Symbol::kUnknownCode : found->second;
}

std::string_view SymbolTable::text(Symbol symbol) const {
  const auto index = static_cast<std::size_t>(symbol);
  LICET_INVARIANT(index < texts_.size());
  return texts_[index];
}

}  // namespace licet::domain
