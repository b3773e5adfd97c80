// A strict, pushed XML scanner for published lists, over expat: elements come out as bytes go in, no tree is built.
//
// The only file that sees expat is xml_scan.cpp. There is no DTD, hence no entity of the document's own and nothing to
// fetch: what a document can make the reader do is bounded by its own length (docs/decisions/0042).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace licet::screening {

struct XmlAttribute {
  std::string_view name;  ///< without prefix
  std::string_view value;
};

/// An element as it opens or closes. Views: valid during the call only.
struct XmlElement {
  std::string_view name;                             ///< without prefix
  std::string_view space;                            ///< the URI of its namespace, empty when it has none
  std::span<const std::string> path;                 ///< names from the root to this element, which is the last
  std::span<const XmlAttribute> attributes;          ///< empty when it closes
  std::size_t depth() const { return path.size(); }  ///< 1 for the root
  /// The value of an attribute; empty when it is absent.
  std::string_view attribute(std::string_view key) const;
  /// The name of the element around this one; empty for the root.
  std::string_view parent() const { return path.size() < 2 ? std::string_view{} : path[path.size() - 2]; }
};

/// What takes the elements. An error ends the reading and is what `feed` or `finish` returns.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual Status open(const XmlElement& element) = 0;
  /// `text`, in UTF-8, is what stands in the element; empty for one that holds others.
  virtual Status close(const XmlElement& element, std::string_view text) = 0;
};

/// UTF-8, or UTF-16, ISO 8859-1 and US-ASCII where the document declares them; what comes out is UTF-8. Pieces of any
/// size give the same elements and the same errors. Errors say file, line and column (in characters, from 1).
/// An element holds text or elements: beside elements only white space may stand, and what is more is kBadInput,
/// because no list has it and some of it would be lost. kBadInput as well: not well-formed XML (a NUL byte, broken
/// UTF-8, an entity besides the five), a DOCTYPE, a document that is empty or ends too early. kLimit: depth, text,
/// attribute, name or token over limits::kXml*, too many elements or different names. Single use, not for concurrent
/// use; not to be moved.
class XmlScanner {
 public:
  /// `handler` must outlive the scanner.
  XmlScanner(std::string file, XmlHandler& handler);
  ~XmlScanner();
  XmlScanner(const XmlScanner&) = delete;
  XmlScanner& operator=(const XmlScanner&) = delete;

  Status feed(std::string_view bytes);
  /// After the last byte.
  Status finish();
  /// The place of the element that the handler is being told about, and an error there.
  Where here() const;
  tl::unexpected<Error> error_here(ErrorCode code, std::string text) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace licet::screening
