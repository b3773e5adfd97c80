// Downloading the files of a list: kept as they came, asked for again only when they changed.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "connect/http_client.h"
#include "connect/list_sources.h"
#include "screening/model.h"

namespace licet::connect {

/// The files of one list as its publisher has them now, before anybody read them. What was downloaded stands beside
/// what was kept before, and is removed unless `keep` is called. Move-only.
class FetchedList {
 public:
  FetchedList(FetchedList&& other) noexcept;
  FetchedList& operator=(FetchedList&&) = delete;
  ~FetchedList();

  std::vector<std::string> paths() const;  ///< in the order of the configuration
  bool unchanged() const;                  ///< the publisher's server said so of every file
  std::size_t bytes() const;
  /// The oldest Last-Modified of the files; kAsOfUnknown when one of them has none.
  Instant last_modified() const;
  /// The files are the list: the next fetch asks whether they changed. After a crash in between they are fetched anew.
  Status keep();

 private:
  friend class ListFetcher;
  struct File {
    std::string url, name, digest, etag, last_modified;
    std::size_t bytes = 0;
    bool fresh = false;  ///< stands under its temporary name
  };
  explicit FetchedList(std::string folder) : folder_(std::move(folder)) {}
  std::string path_of(const File& file) const;
  std::string folder_;
  std::vector<File> files_;
};

/// How the last fetch of a kind ended.
struct LastFetch {
  Instant at{};
  std::string outcome;  ///< loaded, unchanged, refused, failed
  std::string why;      ///< in words; empty when all was well
  std::string content;  ///< digest of the entries that were active then; empty when that failed
};

/// Keeps files in a folder of its own for each kind. One fetch of a kind at a time.
class ListFetcher {
 public:
  /// `config_folder` is where relative paths of secrets begin, `cache_folder` where files are kept.
  ListFetcher(HttpClient& client, std::string config_folder, std::string cache_folder)
      : client_(client), config_folder_(std::move(config_folder)), cache_folder_(std::move(cache_folder)) {}

  /// Every file or none. Errors name the public address and what to do: an answer that is no file, a web page, an empty
  /// or too large file, a server that does not answer.
  Result<FetchedList> fetch(const ListSource& source, const Cancelled& cancelled = {});

  Status note(const std::string& kind, const LastFetch& last) const;
  /// absent: never fetched.
  std::optional<LastFetch> last(const std::string& kind) const;

 private:
  Result<FetchedList::File> fetch_file(const ListSource& source, const std::string& url, const std::string& secret,
                                       const std::string& folder, const std::vector<FetchedList::File>& known,
                                       std::size_t number, const Cancelled& cancelled);
  HttpClient& client_;
  std::string config_folder_, cache_folder_;
};

}  // namespace licet::connect
