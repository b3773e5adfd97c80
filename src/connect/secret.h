// A secret that a firm's configuration names and does not hold: in a variable of the environment, or in a private file.
#pragma once

#include <string>

#include "base/result.h"

namespace licet::connect {

struct SecretPlace {
  std::string env;   ///< a variable's name, or empty
  std::string file;  ///< a file's path, or empty; relative to the folder of the configuration
  bool named() const { return !env.empty() || !file.empty(); }
};

/// One line of 1 to 4096 printable characters. kEnvironment, naming the place and never the content, when it is not
/// there, when others than its owner may read the file, or when it is no such line.
Result<std::string> read_secret(const SecretPlace& place, const std::string& folder);

}  // namespace licet::connect
