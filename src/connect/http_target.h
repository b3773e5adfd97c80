// Where a request may go, by the words of its address and by where a connection would really lead.
#pragma once

#include <sys/socket.h>

#include <string>
#include <string_view>

#include "base/result.h"

namespace licet::connect {

/// libcurl wants to be set up once, before any thread of ours uses it.
void set_up_curl();

/// Where a request may go, told apart by the words of its address.
struct Target {
  std::string origin;  ///< scheme, host and port
  bool here = false;   ///< this machine
};

/// Where `url` leads: https, or http on this machine; without a user or a password in it. kBadInput otherwise.
Result<Target> target_of(const std::string& url);

/// Whether a connection to this address ends on this machine.
bool is_this_machine(const sockaddr& address);

/// `url` without what may be secret in it: no user, no query, no fragment. Control characters are '?'.
std::string public_url(std::string_view url);
/// kBadInput, in words, unless `url` may be asked: https, or http to this machine, without user and password.
Status check_url(const std::string& url);
/// `text` as it may stand in a path segment or a query (RFC 3986: all but unreserved characters as %XX).
std::string percent_encoded(std::string_view text);

}  // namespace licet::connect
