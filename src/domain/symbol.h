// Codes interned to small integers, so that decisions compare numbers and allocate nothing.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace licet::domain {

/// A code known to one policy. kNone means "absent"; kUnknownCode a code the policy does not know: equal to nothing.
enum class Symbol : std::uint32_t { kNone = 0, kUnknownCode = 1 };

/// Built with a policy, constant afterwards; safe to read from many threads.
class SymbolTable {
 public:
  SymbolTable();
  Symbol intern(std::string_view code);      ///< while building only
  Symbol find(std::string_view code) const;  ///< kNone for "", kUnknownCode when not known
  std::string_view text(Symbol symbol) const;
  std::size_t size() const { return texts_.size(); }

 private:
  std::vector<std::string> texts_;
  std::map<std::string, Symbol, std::less<>> index_;
};

}  // namespace licet::domain
