#include "record/event_check.h"

#include <algorithm>
#include <array>

#include "base/limits.h"

namespace licet::record {
namespace {

constexpr std::size_t kDigestBytesMax = 200;

struct IdKind {
  std::string_view prefix;
  bool linked;  // entries about such an object are chained by links
};
constexpr std::array<IdKind, 10> kIdKinds = {{{LeadTag::kPrefix, true},
                                              {SubjectTag::kPrefix, true},
                                              {PersonTag::kPrefix, true},
                                              {CaseTag::kPrefix, true},
                                              {JobTag::kPrefix, true},
                                              {SourceTag::kPrefix, false},
                                              {EventTag::kPrefix, false},
                                              {DecisionTag::kPrefix, false},
                                              {ProposalTag::kPrefix, false},
                                              {GoodGuyTag::kPrefix, false}}};

const IdKind* id_kind(std::string_view text) {
  const std::string_view prefix = text.substr(0, text.find('_'));
  for (const IdKind& kind : kIdKinds)
    if (kind.prefix == prefix) return &kind;
  return nullptr;
}

bool is_digest_like(std::string_view text) {
  if (text.empty() || text.size() > kDigestBytesMax) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' || c == '+' ||
           c == '/' || c == '=' || c == '_' || c == '-' || c == '$' || c == ',' || c == '.';
  });
}

// Whether every text in a value passes; lists and objects are as deep as the profile lets them be.
bool all_texts(const json::Value& value, bool (*passes)(std::string_view)) {
  if (value.is_string()) return value.as_string().empty() || passes(value.as_string());
  if (value.is_array())
    return std::all_of(value.as_array().begin(), value.as_array().end(),
                       [&](const json::Value& item) { return all_texts(item, passes); });
  if (value.is_object())
    return std::all_of(value.as_object().begin(), value.as_object().end(),
                       [&](const auto& member) { return all_texts(member.second, passes); });
  return false;
}

// Codes, ids, numbers and flags, as deep as the profile lets them be.
bool is_facts(const json::Value& value) {
  if (value.is_string()) return value.as_string().empty() || is_code(value.as_string());
  if (value.is_array()) return std::all_of(value.as_array().begin(), value.as_array().end(), is_facts);
  if (value.is_object())
    return std::all_of(value.as_object().begin(), value.as_object().end(),
                       [](const auto& member) { return is_facts(member.second); });
  return value.is_int() || value.is_bool();
}

bool looks_like(const json::Value& value, FieldClass cls) {
  if (value.is_null() || (value.is_string() && value.as_string().empty())) return false;  // left out instead
  switch (cls) {
    case FieldClass::kId:
      return all_texts(value, is_any_id);
    case FieldClass::kFlag:
      return value.is_bool() && value.as_bool();
    case FieldClass::kCode:
      return all_texts(value, is_code);
    case FieldClass::kWords:
      return value.is_string() && is_words(value.as_string());
    case FieldClass::kNumber:
      return value.is_int();
    case FieldClass::kDigest:
      return all_texts(value, is_digest_like);
    case FieldClass::kPublic:
      return true;
    case FieldClass::kFacts:
      return is_facts(value);
    case FieldClass::kSealed:
      return false;
  }
  return false;
}

/// A text of the list, or a list of such texts; anything where the list is open.
bool is_chosen(const json::Value& value, std::span<const std::string_view> choices) {
  const auto chosen = [&](const json::Value& item) {
    return item.is_string() && std::find(choices.begin(), choices.end(), item.as_string()) != choices.end();
  };
  if (choices.empty() || chosen(value)) return true;
  return value.is_array() && !value.as_array().empty() &&
         std::all_of(value.as_array().begin(), value.as_array().end(), chosen);
}

std::string choices_text(std::span<const std::string_view> choices) {
  std::string out;
  for (const std::string_view choice : choices) out += (out.empty() ? "" : ", ") + std::string(choice);
  return out;
}

std::string_view class_text(FieldClass cls) {
  switch (cls) {
    case FieldClass::kId:
      return "an id";
    case FieldClass::kFlag:
      return "true, or left out";
    case FieldClass::kCode:
      return "a code (no spaces, no '@', at most 200 characters)";
    case FieldClass::kWords:
      return "lower-case words";
    case FieldClass::kNumber:
      return "an integer";
    case FieldClass::kDigest:
      return "a digest";
    case FieldClass::kPublic:
      return "present";
    case FieldClass::kFacts:
      return "codes, ids, numbers and flags";
    case FieldClass::kSealed:
      return "sealed and not in the clear";
  }
  return "";
}

using ObjectVisitor = std::function<void(std::string_view kind, std::string_view id)>;

void visit_ids(const json::Value& value, const ObjectVisitor& visit) {
  if (value.is_string()) {
    const IdKind* kind = id_kind(value.as_string());
    if (kind != nullptr && kind->linked) visit(kind->prefix, value.as_string());
  } else if (value.is_array()) {
    for (const json::Value& item : value.as_array()) visit_ids(item, visit);
  }
}

Status bad_field(const Event& event, std::string_view field, std::string_view what) {
  Error error{ErrorCode::kBadInput,
              "event " + event.type + ": the field '" + std::string(field) + "' " + std::string(what),
              {},
              {}};
  error.where.field = event.type + "." + std::string(field);
  return fail(std::move(error));
}

}  // namespace

bool is_code(std::string_view text) {
  if (text.empty() || text.size() > limits::kEventCodeBytesMax) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '\'' && c != '\\' && c != '@'; });
}

bool is_words(std::string_view text) {
  constexpr std::size_t kWordsBytesMax = 100;
  if (text.empty() || text.size() > kWordsBytesMax) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' ' || c == '-' || c == '_' || c == '.' ||
           c == '/' || c == ':';
  });
}

bool is_any_id(std::string_view text) {
  const IdKind* kind = id_kind(text);
  return kind != nullptr && is_id_text(kind->prefix, text);
}

Status check_event(const Event& event) {
  const EventSpec* spec = find_spec(event.type, event.version);
  if (spec == nullptr)
    return fail(ErrorCode::kUnsupported, "event " + event.type + " version " + std::to_string(event.version) +
                                             " is not known to this release: it was written by a newer one; install "
                                             "that release, or a later one, to read this record");
  for (const auto& [name, value] : event.fields) {
    const auto field = std::find_if(spec->fields.begin(), spec->fields.end(),
                                    [&name = name](const FieldSpec& f) { return f.name == name; });
    if (field == spec->fields.end()) return bad_field(event, name, "is not declared");
    if (!looks_like(value, field->cls)) return bad_field(event, name, "must be " + std::string(class_text(field->cls)));
    if (!is_chosen(value, field->choices))
      return bad_field(event, name, "must be one of: " + choices_text(field->choices));
  }
  return {};
}

Status check_public_field(const Event& event, std::string_view name) {
  const EventSpec* spec = find_spec(event.type, event.version);
  const bool declared =
      spec != nullptr && std::any_of(spec->fields.begin(), spec->fields.end(), [name](const FieldSpec& f) {
        return f.name == name && f.cls == FieldClass::kPublic;
      });
  return declared ? Status() : bad_field(event, name, "is not declared");
}

Status check_sealed_field(std::string_view name, const std::vector<Event>& events) {
  const bool declared = std::any_of(events.begin(), events.end(), [name](const Event& event) {
    const EventSpec* spec = find_spec(event.type, event.version);
    return spec != nullptr && std::any_of(spec->fields.begin(), spec->fields.end(), [name](const FieldSpec& f) {
             return f.cls == FieldClass::kSealed && f.name == name;
           });
  });
  if (declared) return {};
  return fail(ErrorCode::kBadInput,
              "the sealed field '" + std::string(name) + "' is not declared by any event of its body");
}

void visit_objects(const Event& event, const ObjectVisitor& visit) {
  const EventSpec* spec = find_spec(event.type, event.version);
  if (spec == nullptr) return;
  for (const FieldSpec& field : spec->fields) {
    if (field.cls != FieldClass::kId) continue;
    const auto value = event.fields.find(field.name);
    if (value != event.fields.end()) visit_ids(value->second, visit);
  }
  // A register record names the person it is about inside the record.
  const auto record = event.fields.find(std::string_view("record"));
  if (record == event.fields.end()) return;
  const std::string_view person = record->second.string_or("person", "");
  if (is_id_text(PersonTag::kPrefix, person)) visit(PersonTag::kPrefix, person);
}

void append_objects(const Event& event, Objects& out) {
  visit_objects(event, [&out](std::string_view kind, std::string_view id) { out.emplace_back(kind, id); });
}

void sort_objects(Objects& objects) {
  std::sort(objects.begin(), objects.end());
  objects.erase(std::unique(objects.begin(), objects.end()), objects.end());
}

}  // namespace licet::record
