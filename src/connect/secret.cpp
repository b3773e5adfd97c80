#include "connect/secret.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace licet::connect {
namespace {

constexpr std::size_t kSecretBytesMax = 4'096;

Result<std::string> checked(std::string text, const std::string& place) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  const bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c != 0x7f; });
  if (text.empty() || text.size() > kSecretBytesMax || !printable)
    return fail(ErrorCode::kEnvironment, place + " does not hold one line of printable characters");
  return text;
}

Result<std::string> from_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return fail(ErrorCode::kEnvironment, "cannot read the secret " + path + ": " + std::strerror(errno));
  struct stat info {};
  std::string text(kSecretBytesMax + 3, '\0');
  const bool known = ::fstat(file, &info) == 0 && S_ISREG(info.st_mode);
  const ssize_t got = known ? ::read(file, text.data(), text.size()) : -1;
  ::close(file);
  if (got < 0) return fail(ErrorCode::kEnvironment, "the secret " + path + " is no file that can be read");
  if ((info.st_mode & 077U) != 0)
    return fail(ErrorCode::kEnvironment, "the secret " + path + " can be read by others than its owner: chmod 600 it");
  text.resize(static_cast<std::size_t>(got));
  return checked(std::move(text), "the secret " + path);
}

}  // namespace

Result<std::string> read_secret(const SecretPlace& place, const std::string& folder) {
  if (!place.file.empty()) return from_file(place.file.front() == '/' ? place.file : folder + "/" + place.file);
  const char* value = std::getenv(place.env.c_str());
  if (value == nullptr || *value == '\0')
    return fail(ErrorCode::kEnvironment, "the variable " + place.env + " of the environment is not set");
  return checked(value, "the variable " + place.env);
}

}  // namespace licet::connect
