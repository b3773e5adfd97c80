// Where the lists come from: the file lists.yaml in a data folder (docs/formats/lists.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "connect/secret.h"

namespace licet::connect {

/// What says of which date a fetched list is.
enum class DateFrom : std::uint8_t {
  kContent,       ///< the list itself, in its files
  kLastModified,  ///< the publisher's server: the oldest Last-Modified among the files
};

struct ListSource {
  std::string kind;
  std::vector<std::string> urls;  ///< none: the operator has not said yet where; "{secret}" stands for the secret
  DateFrom date_from = DateFrom::kContent;
  std::size_t bytes_max = 0;  ///< of one file
  std::string header;         ///< under which the secret is sent; empty: in the url, or none at all
  SecretPlace secret;
};

/// Reads the file. kBadInput with every problem and its place; kNotFound when it is not there.
Result<std::vector<ListSource>> read_list_sources(const std::string& path);
/// The file as `init` makes it: the official addresses that are known, every kind that can be read.
std::string default_list_sources();

}  // namespace licet::connect
