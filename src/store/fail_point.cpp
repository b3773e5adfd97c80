#include "store/fail_point.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

namespace licet::store {
namespace {

std::atomic<bool> g_set{false};
std::mutex g_mutex;
std::shared_ptr<const std::function<void(std::string_view)>> g_hook;

}  // namespace

void set_fail_point(std::function<void(std::string_view)> hook) {
  const std::lock_guard lock(g_mutex);
  g_set.store(static_cast<bool>(hook), std::memory_order_release);
  g_hook = hook ? std::make_shared<const std::function<void(std::string_view)>>(std::move(hook)) : nullptr;
}

void fail_point(std::string_view name) {
  if (!g_set.load(std::memory_order_acquire)) return;
  std::shared_ptr<const std::function<void(std::string_view)>> hook;
  {
    const std::lock_guard lock(g_mutex);
    hook = g_hook;
  }
  if (hook) (*hook)(name);
}

}  // namespace licet::store
