// Bodies read back from entries, in one pass over their text.
#include <algorithm>
#include <utility>

#include "base/json_text.h"
#include "record/body_check.h"

namespace licet::record {
namespace {

tl::unexpected<Error> malformed(std::string_view what) {
  return fail(ErrorCode::kTampered, "the entry's body is not one this product writes: " + std::string(what));
}

// A check whose failure means, on reading, that the bytes are not what was recorded.
Status as_read(Status status) {
  if (status || status.error().code == ErrorCode::kUnsupported) return status;
  return malformed(status.error().text);
}

bool takes_decisions(std::string_view decision) { return json::TextView(decision).find("gate").present(); }

Result<Actor> actor_of(const json::Value& value) {
  if (!value.is_object()) return malformed("it does not say by whom");
  Actor actor{std::string(value.string_or("kind", "")), std::string(value.string_or("id", "")),
              std::string(value.string_or("role", ""))};
  const std::size_t members = 1U + (actor.id.empty() ? 0U : 1U) + (actor.role.empty() ? 0U : 1U);
  if (value.as_object().size() != members) return malformed("its actor has other members than id, kind and role");
  return actor;
}

Result<Uses> uses_of(const json::Value& value) {
  Uses uses{std::string(value.string_or("policy", "")), std::string(value.string_or("register", ""))};
  if (!value.is_object() || value.as_object().size() != 2 || !crypto::parse_digest_text(uses.policy) ||
      !crypto::parse_digest_text(uses.register_view))
    return malformed("what its decisions used is not the digests of a policy and a register");
  return uses;
}

/// Reads one body. The text's keys stand in order, so that events come before what is checked against them.
class BodyReading {
 public:
  BodyReading(std::string_view text, bool lean) : cursor_(text), lean_(lean) {}

  Result<LeanBody> run() {
    if (!cursor_.take('{')) return malformed("it is no object");
    std::string_view key;
    for (bool first = true; cursor_.next_key(first, key);) LICET_CHECK(member(key));
    if (cursor_.bad() || !cursor_.at_end()) return malformed("it is no canonical JSON");
    if (!has_time_) return malformed("it has no time");
    if (out_.body.id.empty()) return malformed("it has no event id");
    if (!has_actor_) return malformed("it does not say by whom");
    LICET_CHECK(as_read(check_actor(out_.body.actor, out_.body.command)));
    if (out_.body.events.empty()) return malformed("it has no events");
    LICET_CHECK(check_objects());
    for (std::size_t i = 0; i < out_.body.events.size(); ++i)
      if (!out_.body.uses && takes_decisions(out_.decisions[i]))
        return malformed(unfounded_decision(out_.body.events[i]).text);
    return std::move(out_);
  }

 private:
  Status member(std::string_view key) {
    StoredBody& body = out_.body;
    if (key == "at") {
      LICET_TRY(const std::int64_t at, integer("it has no time"));
      body.at = Instant{at};
      has_time_ = true;
    } else if (key == "by") {
      LICET_TRY(const json::Value by, value());
      LICET_TRY(body.actor, actor_of(by));
      has_actor_ = true;
    } else if (key == "cmd") {
      const auto command = cursor_.raw_string();
      if (!command) return malformed("it does not say by which command");
      body.command = *command;
    } else if (key == "ev") {
      const auto text = cursor_.raw_string();
      auto id = text ? EventId::parse(*text) : std::nullopt;
      if (!id) return malformed("it has no event id");
      body.id = std::move(*id);
    } else if (key == "events") {
      return events();
    } else if (key == "objs") {
      return objects();
    } else if (key == "sealed") {
      return sections();
    } else if (key == "uses") {
      LICET_TRY(const json::Value used, value());
      LICET_TRY(body.uses, uses_of(used));
    } else {
      return malformed("it has a member that is not known");
    }
    return {};
  }

  Result<json::Value> value() {
    json::Value out;
    if (!cursor_.read(out)) return malformed("it is no canonical JSON");
    return out;
  }
  Result<std::string_view> raw() {
    const auto text = cursor_.skip();
    if (!text) return malformed("it is no canonical JSON");
    return *text;
  }
  Result<std::int64_t> integer(std::string_view otherwise) {
    LICET_TRY(const std::string_view text, raw());
    const auto number = json::TextView(text).integer();
    if (!number) return malformed(otherwise);
    return *number;
  }

  Status events() {
    if (!cursor_.take('[')) return malformed("it has no events");
    for (bool first = true; cursor_.next_item(first);) LICET_CHECK(event());
    return cursor_.bad() ? Status(malformed("it is no canonical JSON")) : Status();
  }

  Status event() {
    if (!cursor_.take('{')) return malformed("an event is no object");
    Event event;
    event.version = 0;
    std::vector<json::Object::Member> fields;
    fields.reserve(12);
    std::string_view key, decision, detail;
    for (bool first = true; cursor_.next_key(first, key);) {
      if (key == "t" && cursor_.peek() == '"') {
        event.type = *cursor_.raw_string();
      } else if (key == "v") {
        LICET_TRY(event.version, integer("an event lacks its type or version"));
      } else if (key == "t") {
        return malformed("an event lacks its type or version");
      } else if (key == "decision" || key == "detail") {
        LICET_TRY(const std::string_view text, raw());
        (key == "decision" ? decision : detail) = text;
        if (key == "detail" || !lean_) fields.emplace_back(std::string(key), tree(text));
      } else {
        LICET_TRY(json::Value field, value());
        fields.emplace_back(std::string(key), std::move(field));
      }
    }
    if (event.type.empty() || event.version < 1) return malformed("an event lacks its type or version");
    event.fields = json::Object::of(std::move(fields));
    LICET_CHECK(as_read(check_event(event)));
    if (lean_ && !decision.empty()) {
      if (decision == "null" || decision == "\"\"") return malformed("the decision of " + event.type + " is empty");
      LICET_CHECK(as_read(check_public_field(event, "decision")));
    }
    // A refused attempt keeps the decision among its details.
    out_.decisions.push_back(decision.empty() ? json::TextView(detail).find("decision").raw() : decision);
    out_.body.events.push_back(std::move(event));
    return {};
  }

  static json::Value tree(std::string_view text) {
    json::Value out;
    json::TextCursor(text).read(out);  // it was skipped as one value; what is none fails its check
    return out;
  }

  Status objects() {
    if (!cursor_.take('[')) return malformed("its objects are no list");
    for (bool first = true; cursor_.next_item(first);) {
      if (!cursor_.take('[')) return malformed("an object is not a kind and an id");
      const auto kind = cursor_.raw_string();
      const auto id = kind && cursor_.take(',') ? cursor_.raw_string() : std::nullopt;
      if (!id || !cursor_.take(']')) return malformed("an object is not a kind and an id");
      out_.body.objects.emplace_back(*kind, *id);
    }
    if (cursor_.bad() || out_.body.objects.empty()) return malformed("its objects are no list");
    return {};
  }

  // The objects must be sorted, unique, and hold every one that the events name.
  Status check_objects() const {
    const Objects& objects = out_.body.objects;
    for (std::size_t i = 1; i < objects.size(); ++i)
      if (!(objects[i - 1] < objects[i])) return malformed("its objects are not in order");
    bool all = true;
    for (const Event& event : out_.body.events)
      visit_objects(event, [&](std::string_view kind, std::string_view id) {
        const std::pair<std::string_view, std::string_view> named{kind, id};
        const auto at = std::lower_bound(objects.begin(), objects.end(), named, [](const auto& a, const auto& b) {
          return std::pair<std::string_view, std::string_view>(a.first, a.second) < b;
        });
        all = all && at != objects.end() && at->first == kind && at->second == id;
      });
    if (!all) return malformed("its objects lack one that an event names");
    return as_read(check_links(objects));
  }

  Status sections() {
    if (!cursor_.take('[')) return malformed("its sealed sections are no list");
    std::string last;
    for (bool first = true; cursor_.next_item(first);) {
      LICET_TRY(const std::string_view text, raw());
      const json::TextView section(text);
      const std::string kid(section.string_or("kid", ""));
      const std::string_view ciphertext = section.string_or("ct", "");
      LICET_CHECK(as_read(check_section(section.find("cm"), kid, ciphertext)));
      if (!(last < kid)) return malformed("its sealed sections are not in the order of their keys, one for each");
      out_.body.sections.push_back(lean_ ? json::Value(json::Object{{"ct", ciphertext}, {"kid", kid}}) : tree(text));
      last = kid;
    }
    if (cursor_.bad() || out_.body.sections.empty()) return malformed("its sealed sections are no list");
    return {};
  }

  Status check_section(json::TextView commitments, std::string_view kid, std::string_view ciphertext) const {
    if (!commitments.is_object() || kid.empty() || ciphertext.empty())
      return fail(ErrorCode::kBadInput, "a sealed section lacks its commitments, key id or ciphertext digest");
    json::TextCursor names(commitments.raw());
    names.take('{');
    std::string_view name;
    for (bool first = true; names.next_key(first, name);) {
      LICET_CHECK(check_sealed_field(name, out_.body.events));
      if (!names.skip()) break;
    }
    return {};
  }

  json::TextCursor cursor_;
  bool lean_;
  bool has_time_ = false, has_actor_ = false;
  LeanBody out_;
};

}  // namespace

Result<LeanBody> read_lean_body(std::string_view text) { return BodyReading(text, true).run(); }

Result<StoredBody> read_body(std::string_view text) {
  LICET_TRY(LeanBody read, BodyReading(text, false).run());
  return std::move(read.body);
}

Result<StoredBody> parse_body(const json::Value& body) { return read_body(json::canonical(body)); }

}  // namespace licet::record
