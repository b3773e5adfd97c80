#include "record/body.h"

#include <algorithm>

#include "base/limits.h"
#include "ledger/entry.h"
#include "ledger/seal.h"
#include "record/body_check.h"
#include "record/decision_document.h"
#include "record/event_check.h"

namespace licet::record {
namespace {

// Depth left inside an entry for an event or a section: the entry, its body and the list are above them.
constexpr std::uint32_t kItemDepthMax = limits::kEntryDepthMax - 3;

void append_member(std::string& out, std::string_view key, std::string_view text) {
  if (text.empty()) return;
  if (out.back() != '{') out += ',';
  json::append_string(out, key);
  out += ':';
  json::append_string(out, text);
}

void append_event(std::string& out, const Event& event) {
  // "t" and "v" take their places among the fields, in the order of the keys.
  bool type_written = false;
  bool version_written = false;
  out += '{';
  const auto comma = [&out] {
    if (out.back() != '{') out += ',';
  };
  const auto write_head = [&](std::string_view before) {
    if (!type_written && (before.empty() || std::string_view("t") < before)) {
      append_member(out, "t", event.type);
      type_written = true;
    }
    if (!version_written && (before.empty() || std::string_view("v") < before)) {
      comma();
      out += "\"v\":" + std::to_string(event.version);
      version_written = true;
    }
  };
  for (const auto& [name, value] : event.fields) {
    write_head(name);
    comma();
    json::append_string(out, name);
    out += ':';
    json::append_canonical(out, value);
  }
  write_head({});
  out += '}';
}

/// `events` are rendered, with commas between them.
std::string compose(const EventId& id, Instant at, const Actor& actor, std::string_view command,
                    std::string_view events, const Objects& objects, const std::vector<std::string>& sections,
                    const std::optional<Uses>& uses) {
  constexpr std::size_t kAround = 512;
  constexpr std::size_t kObjectBytes = 64;
  std::size_t size = kAround + events.size() + objects.size() * kObjectBytes;
  for (const std::string& section : sections) size += section.size();
  std::string out;
  out.reserve(size);
  out += "{\"at\":" + std::to_string(at.us) + ",\"by\":{";
  append_member(out, "id", actor.id);
  append_member(out, "kind", actor.kind);
  append_member(out, "role", actor.role);
  out += '}';
  append_member(out, "cmd", command);
  append_member(out, "ev", id.str());
  out += ",\"events\":[";
  out += events;
  out += ']';
  if (!objects.empty()) {
    out += ",\"objs\":[";
    for (std::size_t i = 0; i < objects.size(); ++i) {
      out += i > 0 ? ",[" : "[";
      json::append_string(out, objects[i].first);
      out += ',';
      json::append_string(out, objects[i].second);
      out += ']';
    }
    out += ']';
  }
  if (!sections.empty()) {
    out += ",\"sealed\":[";
    for (std::size_t i = 0; i < sections.size(); ++i) {
      if (i > 0) out += ',';
      out += sections[i];
    }
    out += ']';
  }
  if (uses) out += ",\"uses\":{\"policy\":\"" + uses->policy + "\",\"register\":\"" + uses->register_view + "\"}";
  out += '}';
  return out;
}

// How large the envelope around a body can become: the links hold two numbers of up to 16 digits each.
std::size_t envelope_bytes(const Objects& objects) {
  constexpr std::size_t kFixed = 200 + limits::kOriginBytesMax;
  constexpr std::size_t kPerLink = 10 + 2 * 16;
  std::size_t size = kFixed;
  for (const auto& [kind, id] : objects) size += kPerLink + kind.size() + id.size();
  return size;
}

std::string grouped(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

/// `sizes`: bytes and type of each event.
Error too_large(const std::string& what, std::size_t size, std::size_t limit,
                std::vector<std::pair<std::size_t, std::string>> sizes) {
  std::sort(sizes.rbegin(), sizes.rend());
  constexpr std::size_t kNamed = 3;
  std::string text =
      what + " is " + grouped(size) + " bytes; the limit is " + grouped(limit) + ". The largest events: ";
  for (std::size_t i = 0; i < std::min(kNamed, sizes.size()); ++i)
    text += (i > 0 ? ", " : "") + sizes[i].second + " " + grouped(sizes[i].first);
  return {ErrorCode::kLimit, text + ". Split the command, or attach the data and name its digest", {}, {}};
}

}  // namespace

Status check_links(const Objects& objects) {
  for (const auto& [kind, id] : objects)
    if (!ledger::is_link_kind(kind) || !ledger::is_link_id(id))
      return fail(ErrorCode::kBadInput, "'" + kind + " " + id +
                                            "' cannot be linked: the kind is [a-z0-9_]+, the id 1 to 128 of "
                                            "[A-Za-z0-9_.:-]");
  return {};
}

Status check_actor(const Actor& actor, std::string_view command) {
  const bool person = actor.kind == "person";
  if (!person && actor.kind != "system") return fail(ErrorCode::kBadInput, "an actor is a person or the system");
  if (person ? !is_id_text(PersonTag::kPrefix, actor.id) : !actor.id.empty() && !is_code(actor.id))
    return fail(ErrorCode::kBadInput, "the actor's id is a person's id, or a job's name for the system");
  if (!actor.role.empty() && !is_code(actor.role)) return fail(ErrorCode::kBadInput, "the actor's role is a code");
  if (!is_words(command)) return fail(ErrorCode::kBadInput, "the command's name is lower-case words");
  return {};
}

Error unfounded_decision(const Event& event) {
  return {ErrorCode::kBadInput,
          "the decision of " + event.type + " does not say with which policy and register it was taken",
          {},
          {}};
}

const json::Value* decision_of(const Event& event) {
  const auto member = [&event](std::string_view name) -> const json::Value* {
    const auto found = event.fields.find(name);
    return found == event.fields.end() ? nullptr : &found->second;
  };
  const json::Value* decision = member("decision");
  // A refused attempt keeps the decision among its details.
  if (decision == nullptr)
    if (const json::Value* detail = member("detail")) decision = detail->find("decision");
  return decision != nullptr && decision->find("gate") != nullptr ? decision : nullptr;
}

RenderedSection::RenderedSection(const ledger::SealedSection& section)
    : kid(section.kid), ciphertext(crypto::digest_text(section.ciphertext)), text(section.canonical()) {
  for (const auto& [name, commitment] : section.commitments) fields.push_back(name);
}

BodyBuilder::BodyBuilder(EventId id, Instant at, Actor actor, std::string command)
    : id_(std::move(id)), at_(at), actor_(std::move(actor)), command_(std::move(command)) {
  LICET_INVARIANT(!id_.empty());
}

void BodyBuilder::add(NewEvent new_event) {
  Event event = std::move(new_event).event();
  Status checked = check_event(event);
  if (checked)
    checked = json::check_profile(event.fields, kItemDepthMax).map_error([&](Error error) {
      error.text = "event " + event.type + ": " + error.text;
      return error;
    });
  if (!checked) {
    if (!error_) error_ = std::move(checked).error();
    return;
  }
  append_objects(event, objects_);
  constexpr std::size_t kUsualBytes = 4096;
  if (events_text_.empty()) events_text_.reserve(kUsualBytes);
  if (!events_.empty()) events_text_ += ',';
  const std::size_t before = events_text_.size();
  append_event(events_text_, event);
  event_sizes_.emplace_back(events_text_.size() - before, event.type);
  events_.push_back(std::move(event));
}

void BodyBuilder::seal(std::string_view origin, std::string_view kid, const crypto::Key32& dek,
                       const std::map<std::string, json::Value>& fields, Random& random) {
  auto sealed =
      ledger::seal_fields({origin, id_.str()}, kid, dek, ledger::Fields(fields.begin(), fields.end()), random);
  if (!sealed) {
    if (!error_) error_ = sealed.error();
    return;
  }
  add_sealed(RenderedSection(sealed->section), std::move(sealed->blob), fields);
}

void BodyBuilder::add_sealed(RenderedSection section, Bytes blob, std::map<std::string, json::Value> opened) {
  if (opened_.find(section.kid) != opened_.end() && !error_)
    error_ = Error{ErrorCode::kBadInput,
                   "two sealed sections under the key " + section.kid + "; seal all its fields at once",
                   {},
                   {}};
  opened_[section.kid] = std::move(opened);
  sealed_.push_back({section.ciphertext, std::move(blob)});
  sections_.push_back(std::move(section));
}

std::string BodyBuilder::attach(Bytes bytes) {
  std::string digest = crypto::digest_text(crypto::sha256(bytes));
  const bool known =
      std::any_of(attachments_.begin(), attachments_.end(), [&](const Blob& b) { return b.digest == digest; });
  if (!known) attachments_.push_back({digest, std::move(bytes)});
  return digest;
}

json::Value BodyBuilder::carried(json::Value decision) {
  const json::Value* candidates = decision.find("candidates");
  if (candidates == nullptr || candidates->as_array().size() <= limits::kDecisionCandidatesInline) return decision;
  const std::string text = json::canonical(decision);
  if (text.size() <= limits::kDecisionBytesInline) return decision;
  return named_decision(decision, attach(Bytes(text.begin(), text.end())));
}

void BodyBuilder::derive(TableId table, Key key, std::string_view column, Value value) {
  derived_.push_back({table, std::move(key), column, std::move(value)});
}

void BodyBuilder::link(std::string kind, std::string id) { objects_.emplace_back(std::move(kind), std::move(id)); }

void BodyBuilder::uses(const crypto::Digest& policy, const crypto::Digest& register_view) {
  uses_ = Uses{crypto::digest_text(policy), crypto::digest_text(register_view)};
}

Result<Body> BodyBuilder::finish() && {
  if (error_) return fail(std::move(*error_));
  if (events_.empty()) return fail(ErrorCode::kBadInput, "a body without an event records nothing");
  LICET_CHECK(check_actor(actor_, command_));
  for (const Event& event : events_)
    if (!uses_ && decision_of(event) != nullptr) return fail(unfounded_decision(event));
  // Sections stand in the order of their key ids, so that one command has one text.
  std::sort(sections_.begin(), sections_.end(),
            [](const RenderedSection& a, const RenderedSection& b) { return a.kid < b.kid; });
  Body body;
  std::vector<std::string> sections;
  for (RenderedSection& section : sections_) {
    for (const std::string& field : section.fields) LICET_CHECK(check_sealed_field(field, events_));
    body.ciphertexts_.emplace(section.kid, section.ciphertext);
    sections.push_back(std::move(section.text));
  }
  sort_objects(objects_);
  LICET_CHECK(check_links(objects_));
  body.text_ = compose(id_, at_, actor_, command_, events_text_, objects_, sections, uses_);
  if (body.text_.size() > limits::kBodyBytesMax)
    return fail(
        too_large("the record of this command", body.text_.size(), limits::kBodyBytesMax, std::move(event_sizes_)));
  const std::size_t whole = body.text_.size() + envelope_bytes(objects_);
  if (whole > limits::kEntryBytesMax)
    return fail(too_large("the record of this command with its " + grouped(objects_.size()) + " links", whole,
                          limits::kEntryBytesMax, std::move(event_sizes_)));
  body.id_ = std::move(id_);
  body.at_ = at_;
  body.objects_ = std::move(objects_);
  body.events_ = std::move(events_);
  body.sealed_ = std::move(sealed_);
  body.attachments_ = std::move(attachments_);
  body.opened_ = std::move(opened_);
  body.derived_ = std::move(derived_);
  return body;
}

std::string body_text(const StoredBody& body) {
  std::vector<std::string> sections;
  for (const json::Value& section : body.sections) sections.push_back(json::canonical(section));
  std::string events;
  for (const Event& event : body.events) {
    if (!events.empty()) events += ',';
    append_event(events, event);
  }
  return compose(body.id, body.at, body.actor, body.command, events, body.objects, sections, body.uses);
}

}  // namespace licet::record
