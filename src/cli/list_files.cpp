#include "cli/list_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "app/list_commands.h"
#include "cli/files.h"
#include "screening/ofac_csv.h"

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

Result<ListFiles> read_list_files(const std::string& kind, const std::vector<std::string>& files, Instant as_of,
                                  bool small) {
  if (kind != "ofac-sdn")
    return fail(ErrorCode::kUsage, "'" + kind + "' is no kind of list this release reads; it reads: ofac-sdn");
  ListFiles out;
  screening::OfacCsvReader reader;
  for (const std::string& path : files) {
    LICET_TRY(const std::string content, read_file(path, std::size_t{512} << 20U));
    out.digests.push_back(crypto::digest_text(crypto::sha256(content)));
    LICET_CHECK(reader.begin(path));
    LICET_CHECK(reader.feed(content));
    LICET_CHECK(reader.end());
  }
  LICET_TRY(screening::ReadList read, reader.finish(kind, as_of));
  if (!small && read.list.entries.size() < screening::kSdnEntriesLeast)
    return fail(
        ErrorCode::kRefused,
        "these files have " + std::to_string(read.list.entries.size()) +
            " entries, and the SDN list has had more "
            "than " +
            std::to_string(screening::kSdnEntriesLeast) +
            " for years: this is another list, or a part of it, and would clear people who are listed. If it is "
            "meant (a list for tests), repeat with --small-list");
  out.list = std::move(read.list);
  out.notes = std::move(read.report.notes);
  return out;
}

}  // namespace licet::cli
