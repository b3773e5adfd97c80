#include "app/yaml_node.h"

#include <yaml.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <system_error>
#include <utility>

#include "base/encode.h"
#include "base/limits.h"

namespace licet::app::yaml {
namespace {

/// libyaml's parser with its lifetime.
class Events {
 public:
  explicit Events(std::string_view bytes) {
    ok_ = yaml_parser_initialize(&parser_) == 1;
    if (!ok_) return;
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  }
  ~Events() {
    if (ok_) yaml_parser_delete(&parser_);
  }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  /// False on a syntax error; then `parser()` has the problem. The event is the caller's to delete.
  bool next(yaml_event_t& event) { return ok_ && yaml_parser_parse(&parser_, &event) == 1; }
  const yaml_parser_t& parser() const { return parser_; }

 private:
  yaml_parser_t parser_{};
  bool ok_ = false;
};

struct EventDeleter {
  void operator()(yaml_event_t* event) const { yaml_event_delete(event); }
};
using EventGuard = std::unique_ptr<yaml_event_t, EventDeleter>;

std::string_view text_of(const yaml_char_t* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

/// Builds the tree from events with a stack of its own, so that depth costs no machine stack.
class Builder {
 public:
  Builder(std::string file, Problems& problems) : file_(std::move(file)), problems_(problems) {}

  /// Returns false when reading must stop.
  bool take(const yaml_event_t& event);
  bool finished() const { return documents_ == 1 && ended_; }
  Document document() { return {file_, std::move(root_)}; }
  void problem(const yaml_mark_t& mark, std::string text) {
    const auto line = static_cast<std::uint32_t>(mark.line + 1);
    const auto column = static_cast<std::uint32_t>(mark.column + 1);
    problems_.add({file_, line, column, {}}, std::move(text));
  }

 private:
  struct Frame {
    Node node;
    std::map<std::string, std::uint32_t, std::less<>> keys;  ///< with the line of each
    Member pending;                                          ///< the key waiting for its value
    bool has_key = false;
    bool drop_value = false;  ///< the pending key was refused: its value is read and forgotten
  };

  bool start_document(const yaml_event_t& event);
  bool scalar(const yaml_event_t& event);
  bool open(const yaml_event_t& event, Kind kind);
  bool count_node(const yaml_mark_t& mark);
  void refuse_properties(const yaml_mark_t& mark, const yaml_char_t* anchor, const yaml_char_t* tag);
  void key(const yaml_mark_t& mark, std::string text, bool plain);
  void place(Node node);

  bool waiting_for_key() const {
    return !stack_.empty() && stack_.back().node.kind == Kind::kMapping && !stack_.back().has_key;
  }

  std::string file_;
  Problems& problems_;
  std::vector<Frame> stack_;
  Node root_;
  std::size_t nodes_ = 0;
  int documents_ = 0;
  bool ended_ = false;
};

bool Builder::take(const yaml_event_t& event) {
  switch (event.type) {
    case YAML_DOCUMENT_START_EVENT:
      return start_document(event);
    case YAML_ALIAS_EVENT:
      problem(event.start_mark,
              "aliases (*" + std::string(text_of(event.data.alias.anchor)) + ") are not allowed; write the value out");
      if (!count_node(event.start_mark)) return false;
      if (waiting_for_key()) {
        stack_.back().has_key = stack_.back().drop_value = true;
      } else {
        Node broken;
        broken.kind = Kind::kBroken;
        place(std::move(broken));
      }
      return true;
    case YAML_SCALAR_EVENT:
      return scalar(event);
    case YAML_SEQUENCE_START_EVENT:
      return open(event, Kind::kSequence);
    case YAML_MAPPING_START_EVENT:
      return open(event, Kind::kMapping);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: {
      Node node = std::move(stack_.back().node);
      stack_.pop_back();
      place(std::move(node));
      return true;
    }
    case YAML_STREAM_END_EVENT:
      ended_ = true;
      return true;
    default:
      return true;
  }
}

bool Builder::start_document(const yaml_event_t& event) {
  if (++documents_ > 1) {
    problem(event.start_mark, "a second document starts here; one file holds one document, remove the '---'");
    return false;
  }
  const auto& tags = event.data.document_start.tag_directives;
  if (tags.start != tags.end) problem(event.start_mark, "%TAG directives are not allowed; remove the line");
  return true;
}

bool Builder::count_node(const yaml_mark_t& mark) {
  if (++nodes_ <= limits::kYamlNodesMax) return true;
  problem(mark, "more than " + std::to_string(limits::kYamlNodesMax) + " values in one file; split it");
  return false;
}

void Builder::refuse_properties(const yaml_mark_t& mark, const yaml_char_t* anchor, const yaml_char_t* tag) {
  if (anchor != nullptr) {
    problem(mark,
            "anchors (&" + std::string(text_of(anchor)) + ") are not allowed; write the value out where it is used");
  }
  if (tag != nullptr) {
    problem(mark,
            "tags (" + std::string(text_of(tag)) + ") are not allowed; every value is read as the field needs it");
  }
}

bool Builder::scalar(const yaml_event_t& event) {
  const auto& data = event.data.scalar;
  if (!count_node(event.start_mark)) return false;
  // A tag of its own is `!` or `!!int`; libyaml sets none for a plain or quoted scalar without one.
  refuse_properties(event.start_mark, data.anchor, data.tag);
  std::string text(reinterpret_cast<const char*>(data.value), data.length);
  const bool plain = data.style == YAML_PLAIN_SCALAR_STYLE;
  if (text.find('\0') != std::string::npos) {
    problem(event.start_mark, "the text holds a NUL character (\\0); remove it");
    text.clear();
  }
  if (waiting_for_key()) {
    key(event.start_mark, std::move(text), plain);
    return true;
  }
  Node node;
  node.text = std::move(text);
  node.quoted = !plain;
  node.line = static_cast<std::uint32_t>(event.start_mark.line + 1);
  node.column = static_cast<std::uint32_t>(event.start_mark.column + 1);
  place(std::move(node));
  return true;
}

bool Builder::open(const yaml_event_t& event, Kind kind) {
  if (!count_node(event.start_mark)) return false;
  if (stack_.size() == limits::kYamlDepthMax) {
    problem(event.start_mark, "nested deeper than " + std::to_string(limits::kYamlDepthMax) + " levels");
    return false;
  }
  if (kind == Kind::kSequence) {
    refuse_properties(event.start_mark, event.data.sequence_start.anchor, event.data.sequence_start.tag);
  } else {
    refuse_properties(event.start_mark, event.data.mapping_start.anchor, event.data.mapping_start.tag);
  }
  if (waiting_for_key()) {
    problem(event.start_mark, "a key must be a plain text, not a list or a mapping");
    stack_.back().has_key = false;
  }
  Frame frame;
  frame.node.kind = kind;
  frame.node.line = static_cast<std::uint32_t>(event.start_mark.line + 1);
  frame.node.column = static_cast<std::uint32_t>(event.start_mark.column + 1);
  stack_.push_back(std::move(frame));
  return true;
}

void Builder::key(const yaml_mark_t& mark, std::string text, bool plain) {
  Frame& frame = stack_.back();
  frame.has_key = true;
  frame.drop_value = true;
  if (plain && text == "<<") return problem(mark, "merge keys (<<) are not allowed; write the members out");
  if (text.empty()) return problem(mark, "a key is empty");
  const auto line = static_cast<std::uint32_t>(mark.line + 1);
  const auto [known, is_new] = frame.keys.emplace(text, line);
  if (!is_new) {
    return problem(
        mark, "the key '" + text + "' appears twice (first in line " + std::to_string(known->second) + "); remove one");
  }
  frame.drop_value = false;
  frame.pending = Member{std::move(text), line, static_cast<std::uint32_t>(mark.column + 1), {}};
}

void Builder::place(Node node) {
  if (stack_.empty()) {
    root_ = std::move(node);
    return;
  }
  Frame& frame = stack_.back();
  if (frame.node.kind == Kind::kSequence) {
    frame.node.items.push_back(std::move(node));
    return;
  }
  if (!frame.has_key) {  // a list or mapping that stood as a key: refused when it opened
    frame.has_key = frame.drop_value = true;
    return;
  }
  frame.has_key = false;
  if (std::exchange(frame.drop_value, false)) return;
  frame.pending.value = std::move(node);
  frame.node.members.push_back(std::move(frame.pending));
}

/// Line and column (in characters) of a byte offset in well-formed text before it.
Where place_of(std::string_view bytes, std::size_t offset, const std::string& file) {
  Where where{file, 1, 1, {}};
  for (const char c : bytes.substr(0, offset)) {
    if (c == '\n') {
      ++where.line;
      where.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++where.column;
    }
  }
  return where;
}

/// What libyaml would answer vaguely is said plainly first. False when the text must not be parsed.
bool check_bytes(std::string_view bytes, const std::string& file, Problems& problems) {
  if (bytes.size() > limits::kYamlBytesMax) {
    problems.add({file, 0, 0, {}}, "the file has " + std::to_string(bytes.size()) + " bytes, more than the " +
                                       std::to_string(limits::kYamlBytesMax) + " allowed; split it");
    return false;
  }
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    problems.add({file, 1, 1, {}}, "the file is UTF-16; save it as UTF-8");
    return false;
  }
  if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos) {
    problems.add(place_of(bytes, nul, file), "a NUL byte; this is not a text file, or it was damaged");
    return false;
  }
  std::size_t bad_at = 0;
  if (!is_utf8(bytes, &bad_at)) {
    problems.add(place_of(bytes, bad_at, file), "not valid UTF-8; save the file as UTF-8");
    return false;
  }
  return true;
}

std::string syntax_text(const yaml_parser_t& parser) {
  if (parser.error == YAML_MEMORY_ERROR) return "out of memory";
  std::string text = "not valid YAML: ";
  text += parser.problem == nullptr ? "unknown error" : parser.problem;
  if (parser.context != nullptr) {
    text += std::string(" (") + parser.context + " that began in line " + std::to_string(parser.context_mark.line + 1) +
            ")";
  }
  return text;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const Member& member : members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

std::optional<Document> parse(std::string_view bytes, const std::string& file, Problems& problems) {
  if (!check_bytes(bytes, file, problems)) return std::nullopt;
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  Builder builder(file, problems);
  Events events(bytes);
  for (;;) {
    yaml_event_t event{};
    if (!events.next(event)) {
      const yaml_parser_t& parser = events.parser();
      // The reader level of libyaml (control characters) knows the byte, not the line.
      if (parser.error == YAML_READER_ERROR) {
        problems.add(place_of(bytes, parser.problem_offset, file), syntax_text(parser));
      } else {
        builder.problem(parser.problem_mark, syntax_text(parser));
      }
      return std::nullopt;
    }
    const EventGuard guard(&event);
    const bool last = event.type == YAML_STREAM_END_EVENT;
    if (!builder.take(event)) return std::nullopt;
    if (last) break;
  }
  if (!builder.finished()) {
    problems.add({file, 0, 0, {}}, "the file is empty");
    return std::nullopt;
  }
  return builder.document();
}

std::optional<Document> parse_file(const std::string& path, Problems& problems) {
  // A pipe or a device would be waited for without end.
  std::error_code unknown;
  if (std::filesystem::exists(path, unknown) && !std::filesystem::is_regular_file(path, unknown)) {
    problems.add({path, 0, 0, {}}, "is no regular file; name the file itself");
    return std::nullopt;
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    problems.add({path, 0, 0, {}}, "the file cannot be opened; check that it exists and may be read");
    return std::nullopt;
  }
  std::string bytes;
  std::array<char, 65'536> chunk{};
  while (bytes.size() <= limits::kYamlBytesMax && (in.read(chunk.data(), chunk.size()) || in.gcount() > 0)) {
    bytes.append(chunk.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) {
    problems.add({path, 0, 0, {}}, "the file cannot be read to its end");
    return std::nullopt;
  }
  return parse(bytes, path, problems);
}

}  // namespace licet::app::yaml
