#include "screening/xml_scan.h"

#include <expat.h>

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "base/limits.h"

namespace licet::screening {
namespace {

static_assert(sizeof(XML_Char) == 1, "expat hands over UTF-8");

/// Between the URI of a namespace and the local name. No URI may hold it: expat refuses one that does.
constexpr char kSeparator = '\n';
/// Expat gets pieces of one size whatever size they come in. So errors do not depend on it, and a token that is never
/// finished is looked at a few times and not once for each byte.
constexpr std::size_t kPieceBytes = 16'384;

struct SplitName {
  std::string_view space, local;
};

SplitName split_name(const XML_Char* name) {
  const std::string_view whole(name);
  const std::size_t at = whole.rfind(kSeparator);
  if (at == std::string_view::npos) return {{}, whole};
  return {whole.substr(0, at), whole.substr(at + 1)};
}

std::string limit_text(const char* what, std::size_t limit, const char* unit) {
  return std::string(what) + " of more than " + std::to_string(limit) + unit +
         ": no publisher's list has that; get the file again from its publisher";
}

/// What expat's error means for the person who loads the file.
std::string problem_text(XML_Error code) {
  switch (code) {
    case XML_ERROR_INVALID_TOKEN:
      return "no well-formed XML: a byte or a sign that may not stand here; the file is damaged, get it again";
    case XML_ERROR_UNDEFINED_ENTITY:
      return "an entity that XML itself does not have; lists use only &amp; &lt; &gt; &quot; &apos; and numbers";
    case XML_ERROR_UNKNOWN_ENCODING:
      return "an encoding that is not read; save the file as UTF-8";
    case XML_ERROR_TAG_MISMATCH:
      return "a closing tag that is not of the element that is open; the file is damaged, get it again";
    case XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
      return "something stands after the end of the document; the file is damaged, get it again";
    case XML_ERROR_NO_MEMORY:
      return "no memory left to read it";
    default:
      return "no well-formed XML (" + std::string(XML_ErrorString(code)) + "); the file is damaged, get it again";
  }
}

}  // namespace

std::string_view XmlElement::attribute(std::string_view key) const {
  const auto found =
      std::find_if(attributes.begin(), attributes.end(), [&](const XmlAttribute& a) { return a.name == key; });
  return found == attributes.end() ? std::string_view{} : found->value;
}

struct XmlScanner::Impl {
  Impl(std::string file_name, XmlHandler& target)
      : file(std::move(file_name)), handler(target), parser(XML_ParserCreateNS(nullptr, kSeparator)) {
    LICET_INVARIANT(parser != nullptr);
    XML_SetUserData(parser, this);
    XML_SetElementHandler(parser, on_open, on_close);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    XML_SetStartNamespaceDeclHandler(parser, on_namespace);
  }
  ~Impl() { XML_ParserFree(parser); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  static Impl& of(void* self) { return *static_cast<Impl*>(self); }
  static void XMLCALL on_open(void* self, const XML_Char* name, const XML_Char** attributes) {
    of(self).keep(of(self).open(split_name(name), attributes));
  }
  static void XMLCALL on_close(void* self, const XML_Char* name) { of(self).keep(of(self).close(split_name(name))); }
  static void XMLCALL on_text(void* self, const XML_Char* text, int size) {
    of(self).keep(of(self).add_text({text, static_cast<std::size_t>(size)}));
  }
  static void XMLCALL on_doctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    of(self).keep(
        of(self).error_here(ErrorCode::kBadInput,
                            "a DOCTYPE: published lists have none, and Licet reads no document that declares its own "
                            "entities; get the file again from its publisher"));
  }
  static void XMLCALL on_namespace(void* self, const XML_Char*, const XML_Char*) {
    if (++of(self).namespaces > limits::kXmlNamesMax)
      of(self).keep(of(self).error_here(ErrorCode::kLimit,
                                        limit_text("a number of namespace declarations", limits::kXmlNamesMax, "")));
  }

  /// The first error stops the parser; expat may still call once or twice after that.
  void keep(Status status) {
    if (status || error) return;
    error = std::move(status).error();
    XML_StopParser(parser, XML_FALSE);
  }

  tl::unexpected<Error> error_here(ErrorCode code, std::string text) const {
    return fail(Error{code, std::move(text), {}, here()});
  }

  Where here() const {
    return Where{file,
                 static_cast<std::uint32_t>(XML_GetCurrentLineNumber(parser)),
                 static_cast<std::uint32_t>(XML_GetCurrentColumnNumber(parser)) + 1,
                 {}};
  }

  Status check_name(std::string_view name) {
    if (name.size() > limits::kXmlNameBytesMax)
      return error_here(ErrorCode::kLimit, limit_text("a name", limits::kXmlNameBytesMax, " bytes"));
    if (names.insert(std::string(name)).second && names.size() > limits::kXmlNamesMax)
      return error_here(ErrorCode::kLimit, limit_text("a number of different names", limits::kXmlNamesMax, ""));
    return {};
  }

  Status take_attributes(const XML_Char** pairs) {
    attributes.clear();
    // Those without a prefix come before those of the same name with a prefix.
    for (const bool prefixed : {false, true})
      for (const XML_Char** pair = pairs; *pair != nullptr; pair += 2) {
        const SplitName name = split_name(pair[0]);
        if (name.space.empty() == prefixed) continue;
        const std::string_view value(pair[1]);
        LICET_CHECK(check_name(name.local));
        if (value.size() > limits::kXmlAttributeBytesMax)
          return error_here(ErrorCode::kLimit, limit_text("an attribute", limits::kXmlAttributeBytesMax, " bytes"));
        attributes.push_back({name.local, value});
      }
    return {};
  }

  /// What stands between the elements that one holds: white space, which is not kept, and nothing else.
  Status end_text_beside(std::size_t depth) {
    std::string& text = texts[depth - 1];
    if (text.find_first_not_of(" \t\r\n") != std::string::npos)
      return error_here(ErrorCode::kBadInput, "text beside elements in <" + path[depth - 1] +
                                                  ">: no publisher's list has that, and nobody knows what it says; "
                                                  "the file is damaged, get it again");
    text.clear();
    return {};
  }

  Status open(SplitName name, const XML_Char** pairs) {
    if (error) return {};
    if (path.size() == limits::kXmlDepthMax)
      return error_here(ErrorCode::kLimit, limit_text("elements in each other to a depth", limits::kXmlDepthMax, ""));
    if (++elements > limits::kXmlElementsMax)
      return error_here(ErrorCode::kLimit, limit_text("a number of elements", limits::kXmlElementsMax, ""));
    LICET_CHECK(check_name(name.local));
    LICET_CHECK(take_attributes(pairs));
    if (!path.empty()) {
      LICET_CHECK(end_text_beside(path.size()));
      holds_elements[path.size() - 1] = true;
    }
    path.emplace_back(name.local);
    if (texts.size() < path.size()) {
      texts.emplace_back();
      holds_elements.push_back(false);
    }
    texts[path.size() - 1].clear();
    holds_elements[path.size() - 1] = false;
    return handler.open({name.local, name.space, path, attributes});
  }

  Status close(SplitName name) {
    if (error) return {};
    LICET_INVARIANT(!path.empty());
    if (holds_elements[path.size() - 1]) LICET_CHECK(end_text_beside(path.size()));
    LICET_CHECK(handler.close({name.local, name.space, path, {}}, texts[path.size() - 1]));
    path.pop_back();
    return {};
  }

  Status add_text(std::string_view text) {
    if (error || path.empty()) return {};
    std::string& into = texts[path.size() - 1];
    if (text.size() > limits::kXmlTextBytesMax - into.size())
      return error_here(ErrorCode::kLimit, limit_text("a text", limits::kXmlTextBytesMax, " bytes"));
    into += text;
    return {};
  }

  /// How many bytes of an unfinished token expat keeps.
  std::size_t unfinished() const {
    const XML_Index at = XML_GetCurrentByteIndex(parser);
    return at < 0 ? 0 : given - static_cast<std::size_t>(at);
  }

  Status parse(bool last) {
    given += piece.size();
    const XML_Status status =
        XML_Parse(parser, piece.data(), static_cast<int>(piece.size()), last ? XML_TRUE : XML_FALSE);
    piece.clear();
    if (error) return fail(*error);
    if (status != XML_STATUS_OK) {
      error = problem(last);
      return fail(*error);
    }
    if (!last && unfinished() > limits::kXmlTokenBytesMax) {
      error =
          error_here(ErrorCode::kLimit, limit_text("a tag or comment", limits::kXmlTokenBytesMax, " bytes")).value();
      return fail(*error);
    }
    return {};
  }

  Error problem(bool last) const {
    const XML_Error code = XML_GetErrorCode(parser);
    const bool cut = last && (code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN ||
                              code == XML_ERROR_PARTIAL_CHAR || code == XML_ERROR_UNCLOSED_CDATA_SECTION);
    if (!cut) return error_here(ErrorCode::kBadInput, problem_text(code)).value();
    if (elements == 0)
      return error_here(ErrorCode::kBadInput, "no XML document: the file is empty or holds no element; get it again")
          .value();
    return error_here(ErrorCode::kBadInput, path.empty() ? "the file is truncated after its last element; get it again"
                                                         : "the file is truncated: it ends before </" + path.back() +
                                                               ">; get it again from its publisher")
        .value();
  }

  std::string file;
  XmlHandler& handler;
  XML_Parser parser;
  std::optional<Error> error;
  std::string piece;
  std::size_t given = 0;
  std::size_t elements = 0;
  std::size_t namespaces = 0;
  std::vector<std::string> path;
  std::vector<std::string> texts;    // by depth, kept for their memory
  std::vector<bool> holds_elements;  // by depth
  std::vector<XmlAttribute> attributes;
  std::unordered_set<std::string> names;
};

XmlScanner::XmlScanner(std::string file, XmlHandler& handler)
    : impl_(std::make_unique<Impl>(std::move(file), handler)) {}
XmlScanner::~XmlScanner() = default;

Status XmlScanner::feed(std::string_view bytes) {
  if (impl_->error) return fail(*impl_->error);
  while (!bytes.empty()) {
    const std::size_t taken = std::min(bytes.size(), kPieceBytes - impl_->piece.size());
    impl_->piece += bytes.substr(0, taken);
    bytes.remove_prefix(taken);
    if (impl_->piece.size() == kPieceBytes) LICET_CHECK(impl_->parse(false));
  }
  return {};
}

Status XmlScanner::finish() {
  if (impl_->error) return fail(*impl_->error);
  return impl_->parse(true);
}

Where XmlScanner::here() const { return impl_->here(); }

tl::unexpected<Error> XmlScanner::error_here(ErrorCode code, std::string text) const {
  return impl_->error_here(code, std::move(text));
}

}  // namespace licet::screening
