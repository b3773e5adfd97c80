// Readers of published lists, by kind: bytes in, one list out, whole or not at all.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "screening/model.h"

namespace licet::screening {

/// What was read, for the person who loads the list.
struct ReadReport {
  std::size_t entries = 0;
  std::size_t persons = 0;
  std::size_t names = 0;  ///< of all entries, weak ones included
  std::size_t weak_names = 0;
  std::vector<std::string> notes;  ///< sentences worth showing: what is missing or strange
};

struct ReadList {
  List list;  ///< `as_of` is what the files themselves say, else kAsOfUnknown; sealed (list_document.h)
  ReadReport report;
};

/// What a list may hold at most: base/limits.h, or less where somebody says so.
struct ListLimits {
  std::size_t entries = limits::kListEntriesMax;
  std::size_t rows = limits::kListEntriesMax;  ///< or lines, relationships and whatever else entries are made of
  std::size_t entry_id_bytes = limits::kListEntryIdBytesMax;
  std::size_t entry_bytes = limits::kListEntryBytesMax;
  std::size_t bytes = limits::kListBytesMax;  ///< of everything that is kept while a list is read
};

/// Reads the files of one list, each between `begin` and `end`, in any order and in pieces of any size; then `finish`.
/// Nothing comes out unless every file was read whole: an error says file, line and, where it has one, column, and what
/// to do. Memory grows with the list and not with a hostile file: ListLimits and the limits of each format
/// hold. Single use; not for concurrent use.
class ListReader {
 public:
  virtual ~ListReader() = default;
  /// Before the first file.
  virtual void set_limits(const ListLimits& limits) = 0;
  virtual Status begin(std::string file) = 0;
  virtual Status feed(std::string_view bytes) = 0;
  virtual Status end() = 0;
  virtual Result<ReadList> finish() = 0;
};

/// A kind of list that can be read.
struct ListKind {
  std::string_view id;         ///< "ofac-sdn"
  std::string_view publisher;  ///< for people
  std::string_view files;      ///< which files it takes, for people
  std::size_t entries_least;   ///< its publisher's list has had more for years: fewer are another list, or a part
  std::unique_ptr<ListReader> (*make)();
};

/// All kinds, by id.
std::span<const ListKind> list_kinds();
/// nullptr when there is none.
const ListKind* find_list_kind(std::string_view id);

/// One file in memory.
struct SourceFile {
  std::string name;
  std::string_view bytes;
};
/// Reads files that are in memory already.
Result<ReadList> read_list(const ListKind& kind, std::span<const SourceFile> files);

}  // namespace licet::screening
