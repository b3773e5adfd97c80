#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "store/keys/key_store.h"

namespace licet::store {
namespace {

using crypto::Key32;

class MemoryKeyStore final : public app::KeyStore {
 public:
  explicit MemoryKeyStore(Random& random) : random_(random) {
    log_seed_ = crypto::random_key(random_);
    permit_seed_ = crypto::random_key(random_);
    pepper_ = crypto::random_key(random_);
  }
  Result<std::vector<Key32>> create(const std::vector<std::string>& kids) override {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < kids.size(); ++i)
      if (keys_.count(kids[i]) != 0 || std::find(kids.begin(), kids.begin() + static_cast<std::ptrdiff_t>(i),
                                                 kids[i]) != kids.begin() + static_cast<std::ptrdiff_t>(i))
        return fail(ErrorCode::kConflict, "there is a key for " + kids[i] + " already");
    std::vector<Key32> out;
    for (const std::string& kid : kids) out.push_back(keys_[kid] = crypto::random_key(random_));
    return out;
  }
  Result<std::optional<Key32>> find(const std::string& kid) override {
    const std::lock_guard lock(mutex_);
    const auto at = keys_.find(kid);
    return at == keys_.end() ? std::nullopt : std::optional<Key32>(at->second);
  }
  Status destroy(const std::vector<std::string>& kids) override {
    const std::lock_guard lock(mutex_);
    for (const std::string& kid : kids) keys_.erase(kid);
    return {};
  }
  Result<std::vector<std::string>> list() override {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> kids;
    for (const auto& [kid, key] : keys_) kids.push_back(kid);
    return kids;
  }
  const Key32& log_seed() const override { return log_seed_; }
  const Key32& permit_seed() const override { return permit_seed_; }
  const Key32& pepper() const override { return pepper_; }
  Status backup(const std::string& path) override {
    return fail(ErrorCode::kEnvironment, "keys in memory cannot be backed up to " + path);
  }

 private:
  Random& random_;
  std::mutex mutex_;
  std::map<std::string, Key32> keys_;
  Key32 log_seed_{};
  Key32 permit_seed_{};
  Key32 pepper_{};
};

}  // namespace

std::unique_ptr<app::KeyStore> memory_key_store(Random& random) { return std::make_unique<MemoryKeyStore>(random); }

}  // namespace licet::store
