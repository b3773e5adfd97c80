#include "cli/list_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "app/list_commands.h"
#include "base/gunzip_native.h"
#include "base/limits.h"
#include "cli/files.h"
#include "screening/list_reader.h"

namespace licet::cli {

Result<AsOf> as_of_option(const std::string& text, const std::vector<std::string>& files, Instant now) {
  if (text.empty()) return AsOf{};
  if (text == "file") {
    Instant oldest = now;
    for (const std::string& path : files) {
      struct stat info {};
      if (::stat(path.c_str(), &info) != 0)
        return fail(ErrorCode::kEnvironment, "cannot read " + path + ": " + std::strerror(errno));
      oldest = std::min(oldest, Instant{info.st_mtim.tv_sec * 1'000'000 + info.st_mtim.tv_nsec / 1'000});
    }
    return AsOf{oldest, std::string(app::kAsOfFileTime)};
  }
  if (const auto date = parse_date(text))
    return AsOf{Instant{date->days * std::int64_t{86'400'000'000}}, std::string(app::kAsOfStated)};
  auto at = parse_instant(text);
  if (!at)
    return fail(ErrorCode::kUsage,
                "--as-of takes a date (2026-11-20), an RFC 3339 moment, or 'file', not '" + text + "'");
  return AsOf{*at, std::string(app::kAsOfStated)};
}

namespace {

/// Of what date the list counts: as its own files say, or as stated when that is earlier.
AsOf date_of(const screening::List& list, const AsOf& stated, std::vector<std::string>& notes) {
  if (list.as_of == screening::kAsOfUnknown) return stated;
  const bool is_stated = stated.at != screening::kAsOfUnknown;
  if (is_stated && stated.at <= list.as_of) return stated;
  if (is_stated)
    notes.push_back("the files say that the list is of " + format_instant(list.as_of) +
                    ", which is earlier than stated, and counts");
  return {list.as_of, std::string(app::kAsOfFile)};
}

/// A file as it is, or what it unpacks to.
Status feed_unpacked(screening::ListReader& reader, const std::string& path, std::string_view content) {
  if (!looks_like_gzip(content)) return reader.feed(content);
  Gunzip unpack(path, limits::kUnpackedBytesMax, [&reader](std::string_view piece) { return reader.feed(piece); });
  LICET_CHECK(unpack.feed(content));
  return unpack.finish();
}

}  // namespace

std::string list_kind_ids() {
  std::string out;
  for (const screening::ListKind& kind : screening::list_kinds())
    out += (out.empty() ? "" : ", ") + std::string(kind.id);
  return out;
}

Result<ListFiles> read_list_files(const std::string& kind, const std::vector<std::string>& files, const AsOf& stated,
                                  bool small) {
  const screening::ListKind* known = screening::find_list_kind(kind);
  if (known == nullptr)
    return fail(ErrorCode::kUsage,
                "'" + kind + "' is no kind of list this release reads; it reads: " + list_kind_ids());
  ListFiles out;
  const std::unique_ptr<screening::ListReader> reader = known->make();
  for (const std::string& path : files) {
    LICET_TRY(const std::string content, read_file(path, std::size_t{512} << 20U));
    out.digests.push_back(crypto::digest_text(crypto::sha256(content)));
    LICET_CHECK(reader->begin(path));
    LICET_CHECK(feed_unpacked(*reader, path, content));
    LICET_CHECK(reader->end());
  }
  LICET_TRY(screening::ReadList read, reader->finish());
  if (!small && read.list.entries.size() < known->entries_least)
    return fail(ErrorCode::kRefused,
                "these files have " + std::to_string(read.list.entries.size()) + " entries, and the list '" + kind +
                    "' has had more than " + std::to_string(known->entries_least) +
                    " for years: this is another list, or a part of it, and would clear people who are listed. If it "
                    "is meant (a list for tests), repeat with --small-list");
  out.notes = std::move(read.report.notes);
  out.as_of = date_of(read.list, stated, out.notes);
  read.list.as_of = out.as_of.at;
  out.list = std::move(read.list);
  return out;
}

}  // namespace licet::cli
