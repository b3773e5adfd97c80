// What is checked of an event before it is written, and again when it is read.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "record/event.h"

namespace licet::record {

/// True for a code: 1..200 printable ASCII characters without space, quotes, backslash and '@'. A name with a space or
/// a mail address is none, so that they cannot slip into the clear part.
bool is_code(std::string_view text);
/// True for 1..100 lower-case letters, digits and ' ', '-', '_', '.', '/', ':'.
bool is_words(std::string_view text);
/// True for an id of any kind that this release makes.
bool is_any_id(std::string_view text);

/// Every field is declared for this type and version and looks like its class. kUnsupported when the type or version is
/// not known, kBadInput otherwise; the text names the event and the field.
Status check_event(const Event& event);
/// A field without a value at hand is declared for this type and version as public; its value is not looked at.
Status check_public_field(const Event& event, std::string_view name);
/// One sealed field is declared by one of the events.
Status check_sealed_field(std::string_view name, const std::vector<Event>& events);

using Objects = std::vector<std::pair<std::string, std::string>>;
/// Appends (kind, id) of every lead, subject, person, case and job that the event names.
void append_objects(const Event& event, Objects& out);
/// Calls `visit(kind, id)` for the same; the texts are the event's.
void visit_objects(const Event& event, const std::function<void(std::string_view kind, std::string_view id)>& visit);
/// Sorts and removes what stands there twice.
void sort_objects(Objects& objects);

}  // namespace licet::record
