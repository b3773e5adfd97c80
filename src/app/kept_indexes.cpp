#include "app/kept_indexes.h"

#include <algorithm>
#include <array>

#include "screening/kept_index.h"

namespace licet::app {
namespace {

constexpr std::string_view kMagic = "licet kept index 1\n";
constexpr std::string_view kPurpose = "licet kept index";
constexpr std::size_t kTagBytes = 16;
/// Each key seals one plaintext, whose digest it is made with.
constexpr std::array<std::uint8_t, 12> kNonce{};

std::string name_of(const std::string& identity) { return hex(crypto::sha256(identity)); }

/// What stands before the sealed bytes, and is sealed with them as associated data.
Bytes head_of(const std::string& identity, const crypto::Digest& plain) {
  Bytes out;
  const auto put = [&out](ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); };
  put(as_bytes(kMagic));
  put(as_bytes(identity));
  put(as_bytes("\n"));
  put(plain);
  return out;
}

tl::unexpected<Error> unfit(const char* what) { return fail(ErrorCode::kTampered, what); }

}  // namespace

KeptIndexes::KeptIndexes(std::unique_ptr<DerivedFile> file, const crypto::Key32& pepper, Note note)
    : file_(std::move(file)), pepper_(pepper), note_(std::move(note)) {}

crypto::Key32 KeptIndexes::key_for(const crypto::Digest& plain) const {
  const Bytes bytes = crypto::hkdf_sha256(pepper_, plain, as_bytes(kPurpose), sizeof(crypto::Key32));
  crypto::Key32 key;
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return key;
}

Result<std::shared_ptr<const screening::ListIndex>> KeptIndexes::open(const std::string& identity,
                                                                      ByteView bytes) const {
  crypto::Digest digest{};
  const std::size_t head = head_of(identity, digest).size();
  if (bytes.size() < head + kTagBytes || bytes.size() > kKeptIndexBytesMax) return unfit("it is cut off");
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(head - digest.size()), digest.size(), digest.begin());
  const Bytes expected = head_of(identity, digest);
  if (!std::equal(expected.begin(), expected.end(), bytes.begin())) return unfit("it is not what its name says");
  const auto plain = crypto::aes256gcm_open(key_for(digest), kNonce, expected, bytes.subspan(head));
  if (!plain) return unfit("it is not as it was sealed with this installation's key");
  return screening::index_from_bytes(*plain);
}

std::shared_ptr<const screening::ListIndex> KeptIndexes::find(const std::vector<std::string>& documents) {
  const std::string identity = screening::kept_index_identity(documents);
  const auto bytes = file_->read(name_of(identity));
  if (bytes && !*bytes) return nullptr;
  const auto index = bytes ? open(identity, **bytes) : tl::unexpected(bytes.error());
  if (index) return *index;
  note_("the kept index of the lists is thrown away and built again: " + index.error().text);
  return nullptr;
}

void KeptIndexes::keep(const std::vector<std::string>& documents, const screening::ListIndex& index) {
  const Bytes plain = screening::index_to_bytes(index);
  const std::string identity = screening::kept_index_identity(documents);
  const crypto::Digest digest = crypto::sha256(plain);
  Bytes bytes = head_of(identity, digest);
  if (plain.size() + bytes.size() + kTagBytes > kKeptIndexBytesMax) {
    note_("the index of the lists is too large to be kept: the next start builds it again");
    return;
  }
  const Bytes sealed = crypto::aes256gcm_seal(key_for(digest), kNonce, bytes, plain);
  bytes.insert(bytes.end(), sealed.begin(), sealed.end());
  if (const Status kept = file_->replace(name_of(identity), bytes); !kept)
    note_("the index of the lists could not be kept, so the next start builds it again: " + kept.error().text);
}

}  // namespace licet::app
