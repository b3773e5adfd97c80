#include "app/refusal.h"

#include <algorithm>

namespace licet::app {

tl::unexpected<Error> refuse(std::string_view code, std::string text) {
  return fail(ErrorCode::kRefused, std::move(text), std::string(code));
}

std::string refusal_code(const Error& error) {
  const auto upper = [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; };
  if (error.code == ErrorCode::kRefused && !error.detail.empty() &&
      std::all_of(error.detail.begin(), error.detail.end(), upper))
    return error.detail;
  std::string out(error_code_name(error.code));
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return out;
}

Status demand_second(const Principal& author, const Principal& approver, Right right) {
  LICET_CHECK(Access::demand(approver, right));
  if (author.person() == approver.person())
    return refuse("OWN_PROPOSAL", "this needs two people: the approver's credential is your own");
  return {};
}

Status demand_proposal(std::string_view given, std::string_view proposal) {
  constexpr std::string_view kPrefix = "sha256:";
  if (given.empty())
    return fail(ErrorCode::kUsage, "say which proposal you approve: --proposal DIGEST, as it was shown to you");
  std::string text(given);
  if (text.rfind(kPrefix, 0) != 0) text = std::string(kPrefix) + text;
  if (text.size() < kPrefix.size() + kProposalDigitsMin)
    return fail(ErrorCode::kBadInput, "give at least " + std::to_string(kProposalDigitsMin) +
                                          " digits of the proposal's digest: fewer may fit another proposal");
  if (proposal.substr(0, text.size()) != text)
    return refuse("OTHER_PROPOSAL",
                  "what you looked at is not what waits now: it was changed meanwhile; look at it again");
  return {};
}

}  // namespace licet::app
