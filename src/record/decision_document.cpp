#include "record/decision_document.h"

#include "base/crypto.h"
#include "base/json_text.h"

namespace licet::record {
namespace {

constexpr std::string_view kDocument = "document";

tl::unexpected<Error> bad_document(std::string_view digest, const char* what) {
  return fail(ErrorCode::kTampered, "the decision kept as " + std::string(digest) + " " + what);
}

}  // namespace

json::Value named_decision(const json::Value& decision, std::string_view digest) {
  return json::Object{{std::string(kDocument), digest}, {"gate", decision.string_or("gate", "")}};
}

std::string_view decision_document(const json::Value& decision) { return decision.string_or(kDocument, ""); }

std::string_view decision_document(std::string_view decision_text) {
  return json::TextView(decision_text).string_or(kDocument, "");
}

Result<std::string> read_decision_document(std::string_view digest, const Attachments& attachments) {
  const auto bytes = attachments ? attachments(digest) : std::nullopt;
  if (!bytes) return bad_document(digest, "is not at hand");
  std::string text(as_text(*bytes));
  if (crypto::digest_text(crypto::sha256(text)) != digest) return bad_document(digest, "is another one");
  const auto value = json::parse(text, json::kDocumentOptions);
  if (!value || !value->is_object() || json::canonical(*value) != text)
    return bad_document(digest, "is no canonical JSON object");
  return text;
}

}  // namespace licet::record
