// A server on this machine for tests: it answers each request as the test says, rightly or not.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace licet::connect_test {

/// A request as it came: the head with its line ends, and the body.
struct Asked {
  std::string head, body;
  /// "GET /path?query"
  std::string line() const { return head.substr(0, head.find(" HTTP/")); }
  bool has(const std::string& text) const { return head.find(text) != std::string::npos; }
};

/// What is sent back, byte by byte as it stands; then the connection is closed.
struct Sent {
  std::string bytes;
  int after_ms = 0;      ///< waits first
  int each_byte_ms = 0;  ///< and before each byte
  bool endless = false;  ///< sends `bytes` again and again until the other side hangs up
};

inline Sent ok(const std::string& body, const std::string& headers = {}) {
  return {"HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n" + headers +
          "\r\n" + body};
}
inline Sent status(int code, const std::string& headers = {}, const std::string& body = {}) {
  return {"HTTP/1.1 " + std::to_string(code) + " So\r\nContent-Length: " + std::to_string(body.size()) +
          "\r\nConnection: close\r\n" + headers + "\r\n" + body};
}

/// Serves on a free port until it is destroyed, each connection on a thread of its own.
class TestServer {
 public:
  using Answer = std::function<Sent(const Asked&)>;
  explicit TestServer(Answer answer) : answer_(std::move(answer)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    if (listener_ < 0 || ::bind(listener_, plain, size) != 0 || ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, plain, &size) != 0)
      throw std::runtime_error("no server on this machine");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { accept_all(); });
  }
  ~TestServer() {
    stop_ = true;
    thread_.join();
    ::close(listener_);
    for (std::thread& worker : workers_) worker.join();
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  std::string url(const std::string& path = "/") const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
  std::vector<Asked> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }
  std::size_t count() const { return asked().size(); }
  /// The most requests that were being answered at one time.
  int together() const { return together_max_; }

 private:
  void accept_all() {
    while (!stop_) {
      pollfd waiting{listener_, POLLIN, 0};
      if (::poll(&waiting, 1, 20) <= 0) continue;
      const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection >= 0) workers_.emplace_back([this, connection] { serve(connection); });
    }
  }

  bool send(int connection, const std::string& bytes) const {
    for (std::size_t done = 0; done < bytes.size();) {
      if (stop_) return false;
      pollfd ready{connection, POLLOUT, 0};
      if (::poll(&ready, 1, 20) <= 0) continue;
      const ssize_t n = ::send(connection, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (n < 0) return false;
      done += static_cast<std::size_t>(n);
    }
    return true;
  }
  void wait(int ms) const {
    for (int done = 0; done < ms && !stop_; done += 10) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }

  void serve(int connection) {
    Asked asked;
    if (read(connection, asked)) {
      {
        const std::lock_guard lock(mutex_);
        asked_.push_back(asked);
      }
      const int together = ++together_;
      int most = together_max_;
      while (together > most && !together_max_.compare_exchange_weak(most, together)) {
      }
      const Sent sent = answer_(asked);
      wait(sent.after_ms);
      if (sent.each_byte_ms > 0) {
        for (const char c : sent.bytes) {
          wait(sent.each_byte_ms);
          if (!send(connection, std::string(1, c))) break;
        }
      } else {
        while (send(connection, sent.bytes) && sent.endless) {
        }
      }
      --together_;
      ::shutdown(connection, SHUT_WR);
      char rest[512];  // until the other side has read it all
      pollfd waiting{connection, POLLIN, 0};
      while (::poll(&waiting, 1, 200) > 0 && ::recv(connection, rest, sizeof rest, 0) > 0) {
      }
    }
    ::close(connection);
  }

  bool read(int connection, Asked& asked) const {
    std::string all;
    for (;;) {
      const std::size_t end = all.find("\r\n\r\n");
      if (end != std::string::npos) {
        asked.head = all.substr(0, end + 4);
        std::size_t length = 0;
        if (const std::size_t at = asked.head.find("Content-Length: "); at != std::string::npos)
          length = static_cast<std::size_t>(std::stoul(asked.head.substr(at + 16)));
        if (all.size() >= end + 4 + length) {
          asked.body = all.substr(end + 4, length);
          return true;
        }
      }
      if (stop_) return false;
      pollfd waiting{connection, POLLIN, 0};
      if (::poll(&waiting, 1, 20) <= 0) continue;
      char piece[4096];
      const ssize_t n = ::recv(connection, piece, sizeof piece, 0);
      if (n <= 0) return false;
      all.append(piece, static_cast<std::size_t>(n));
    }
  }

  Answer answer_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stop_ = false;
  std::atomic<int> together_ = 0, together_max_ = 0;
  mutable std::mutex mutex_;  // guards asked_
  std::vector<Asked> asked_;
  std::thread thread_;
  std::vector<std::thread> workers_;
};

}  // namespace licet::connect_test
