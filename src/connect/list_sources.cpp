#include "connect/list_sources.h"

#include <unistd.h>

#include <set>

#include "app/yaml_reader.h"
#include "connect/http_client.h"
#include "connect/http_target.h"
#include "screening/list_reader.h"

namespace licet::connect {
namespace {

constexpr std::string_view kSecretMark = "{secret}";
constexpr std::int64_t kMegabytesMax = 512;
constexpr std::int64_t kMegabytes = 128;
constexpr std::size_t kFilesMax = 16;

/// The url with something in place of the secret, as it is checked before the secret is known.
std::string without_mark(std::string url) {
  if (const std::size_t at = url.find(kSecretMark); at != std::string::npos) url.replace(at, kSecretMark.size(), "x");
  return url;
}

SecretPlace read_place(app::yaml::MapReader place) {
  SecretPlace out;
  out.env = place.optional_text("env").value_or("");
  out.file = place.optional_text("file").value_or("");
  if (place.present() && out.env.empty() == out.file.empty())
    place.problem("a secret is in 'env', a variable's name, or in 'file', a private file: one of them");
  return out;
}

ListSource read_source(app::yaml::MapReader& in) {
  ListSource out;
  out.kind = in.required_slug("kind");
  if (!out.kind.empty() && screening::find_list_kind(out.kind) == nullptr)
    in.problem("kind", "there is no kind of list '" + out.kind + "'");
  out.urls = in.optional_text_list("files");
  if (out.urls.size() > kFilesMax) in.problem("files", "no list has more than " + std::to_string(kFilesMax) + " files");
  out.date_from = in.optional_enumeration<DateFrom>(
                        "date", {{"content", DateFrom::kContent}, {"last_modified", DateFrom::kLastModified}})
                      .value_or(DateFrom::kContent);
  out.bytes_max = static_cast<std::size_t>(in.optional_integer("megabytes_max", 1, kMegabytesMax).value_or(kMegabytes))
                  << 20U;
  out.header = in.optional_text("header").value_or("");
  out.secret = read_place(in.optional_map("secret"));
  bool marked = false;
  for (const std::string& url : out.urls) {
    if (const Status allowed = check_url(without_mark(url)); !allowed) in.problem("files", allowed.error().text);
    marked = marked || url.find(kSecretMark) != std::string::npos;
  }
  if (out.secret.named() && out.header.empty() && !marked)
    in.problem("secret", "nothing says where the secret goes: give 'header', or write {secret} into an address");
  if (!out.secret.named() && (!out.header.empty() || marked))
    in.problem("a secret is to be sent and 'secret' does not say where it is");
  return out;
}

}  // namespace

Result<std::vector<ListSource>> read_list_sources(const std::string& path) {
  if (::access(path.c_str(), F_OK) != 0)
    return fail(ErrorCode::kNotFound, "there is no " + path +
                                          ", which says where lists are fetched from; `licet lists fetch --new-config` "
                                          "writes one with the official addresses");
  app::yaml::Problems problems;
  std::vector<ListSource> out;
  if (const auto document = app::yaml::parse_file(path, problems)) {
    app::yaml::MapReader root(*document, problems);
    std::set<std::string> seen;
    for (app::yaml::MapReader& list : root.optional_list_of_maps("lists")) {
      out.push_back(read_source(list));
      if (!seen.insert(out.back().kind).second) list.problem("kind", "'" + out.back().kind + "' is there twice");
    }
  }
  LICET_CHECK(problems.status());
  return out;
}

std::string default_list_sources() {
  return R"(# Where `licet lists fetch` gets the lists. One item a kind of list:
#   files          its addresses: https, or http on this machine; none: the kind is passed over
#   date           what says of which date the list is: content (its files), or last_modified (the publisher's server)
#   megabytes_max  the largest file that is taken, unpacked; 128 unless said
#   secret         for feeds behind a token: {env: VARIABLE}, or {file: PATH} of a file that its owner alone may read;
#   header         the header that carries it, or write {secret} into the address
# Addresses that stand here are the publishers' as they were known when this file was made. Look at them, and fill in
# those that are missing: a firm answers for where its lists come from.
lists:
  - kind: ofac-sdn
    files:
      - https://www.treasury.gov/ofac/downloads/sdn.csv
      - https://www.treasury.gov/ofac/downloads/alt.csv
      - https://www.treasury.gov/ofac/downloads/add.csv
    date: last_modified # the files do not say it
  - kind: ofac-cons
    files:
      - https://www.treasury.gov/ofac/downloads/consolidated/cons_prim.csv
      - https://www.treasury.gov/ofac/downloads/consolidated/cons_alt.csv
      - https://www.treasury.gov/ofac/downloads/consolidated/cons_add.csv
    date: last_modified
  - kind: ofac-sdn-advanced # the same parties as ofac-sdn, with name parts and scripts; load one of the two
    files: []
    # - https://www.treasury.gov/ofac/downloads/sanctions/1.0/sdn_advanced.xml
    megabytes_max: 512
  - kind: uk # the UK Sanctions List as CSV; no address was verified
    files: []
  - kind: un # the consolidated list as XML; no address was verified
    files: []
  - kind: eu # the feed is given out with a token of one's own; no address was verified
    files: []
    # - https://HOST/PATH?token={secret}
    # secret: {env: LICET_EU_TOKEN}
  - kind: opensanctions-simple # needs a licence for commercial use
    files: []
)";
}

}  // namespace licet::connect
