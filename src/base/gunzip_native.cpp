#include "base/gunzip_native.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace licet {
namespace {

constexpr int kGzipOnly = 15 + 16;  // the largest window, and no other wrapping than gzip's
constexpr std::size_t kPieceBytes = 65'536;

}  // namespace

bool looks_like_gzip(std::string_view first_bytes) { return first_bytes.substr(0, 2) == "\x1F\x8B"; }

struct Gunzip::Impl {
  Impl(std::string file_name, std::size_t max, Sink target)
      : file(std::move(file_name)), unpacked_max(max), sink(std::move(target)) {
    LICET_INVARIANT(inflateInit2(&stream, kGzipOnly) == Z_OK);
  }
  ~Impl() { inflateEnd(&stream); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  tl::unexpected<Error> error(ErrorCode code, std::string text) const {
    return licet::fail(Error{code, std::move(text), {}, Where{file, 0, 0, {}}});
  }

  /// As much of the input as gives one piece of output.
  Status step() {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    const int code = inflate(&stream, Z_NO_FLUSH);
    const std::size_t made = piece.size() - stream.avail_out;
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
      return error(ErrorCode::kBadInput, members == 0 && unpacked + made == 0
                                             ? "no gzip file, or one that is damaged; get it again"
                                             : "the gzip file is damaged; get it again");
    if (made > unpacked_max - unpacked)
      return error(ErrorCode::kLimit, "the gzip file unpacks to more than " + std::to_string(unpacked_max) +
                                          " bytes: no list is that large; get it again from its publisher");
    unpacked += made;
    if (made > 0) LICET_CHECK(sink({piece.data(), made}));
    if (code == Z_STREAM_END) {
      ++members;
      in_member = false;
    }
    full = stream.avail_out == 0 && in_member;
    return {};
  }

  /// Between members: the next one begins, or zeros to the end.
  Status begin_member() {
    if (members > 0 && *stream.next_in == 0) {
      in_padding = true;
      return {};
    }
    LICET_INVARIANT(inflateReset(&stream) == Z_OK);
    in_member = true;
    return {};
  }

  Status skip_padding() {
    for (; stream.avail_in > 0; ++stream.next_in, --stream.avail_in)
      if (*stream.next_in != 0)
        return error(ErrorCode::kBadInput, "other bytes after the end of the gzip file; get it again");
    return {};
  }

  /// Zlib counts input in 32 bits; `packed` is of at most kPieceBytes.
  Status take(std::string_view packed) {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    while (stream.avail_in > 0 || full) {
      if (in_padding) return skip_padding();
      if (!in_member) {
        LICET_CHECK(begin_member());
        if (in_padding) continue;
      }
      LICET_CHECK(step());
    }
    return {};
  }

  std::string file;
  std::size_t unpacked_max;
  Sink sink;
  z_stream stream{};
  std::size_t unpacked = 0;
  std::size_t members = 0;  // whole ones
  bool in_member = false;
  bool in_padding = false;
  bool full = false;  // the last piece was, so there may be more without new input
  std::array<char, kPieceBytes> piece{};
};

Gunzip::Gunzip(std::string file, std::size_t unpacked_max, Sink sink)
    : impl_(std::make_unique<Impl>(std::move(file), unpacked_max, std::move(sink))) {}
Gunzip::~Gunzip() = default;

Status Gunzip::feed(std::string_view packed) {
  while (!packed.empty()) {
    const std::size_t size = std::min(packed.size(), kPieceBytes);
    LICET_CHECK(impl_->take(packed.substr(0, size)));
    packed.remove_prefix(size);
  }
  return {};
}

Status Gunzip::finish() {
  if (impl_->members > 0 && !impl_->in_member) return {};
  return impl_->error(ErrorCode::kBadInput, "the gzip file is truncated; get it again from its publisher");
}

}  // namespace licet
