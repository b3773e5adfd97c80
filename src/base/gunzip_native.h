// Unpacking of gzip files (RFC 1952) as they are read, with a limit: a small file may unpack to any size.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace licet {

/// Whether these first bytes of a file are those of a gzip file.
bool looks_like_gzip(std::string_view first_bytes);

/// Takes the packed bytes in pieces of any size and gives the unpacked ones to the sink, in pieces of at most 64 KiB. A
/// file of several members is their contents one after the other; zero bytes may stand after the last.
/// kBadInput, with the file: not gzip, a checksum or length that is not that of the content, other bytes after the last
/// member, a file that ends too early. kLimit: more than `unpacked_max` bytes. An error of the sink is returned as it
/// is. After an error nothing more may be fed. Single use, not for concurrent use.
class Gunzip {
 public:
  using Sink = std::function<Status(std::string_view)>;

  Gunzip(std::string file, std::size_t unpacked_max, Sink sink);
  ~Gunzip();
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

  Status feed(std::string_view packed);
  /// After the last byte.
  Status finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace licet
