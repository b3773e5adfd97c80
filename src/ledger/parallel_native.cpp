#include "ledger/parallel_native.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace licet::ledger {

namespace {

class Workers {
 public:
  explicit Workers(std::size_t others) {
    for (std::size_t i = 0; i < others; ++i) threads_.emplace_back([this] { serve(); });
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void run(std::size_t n, const std::function<void(std::size_t)>& item) {
    if (n == 0) return;
    {
      const std::lock_guard lock(mutex_);
      item_ = &item;
      count_ = n;
      next_ = 0;
      working_ = threads_.size();
      ++round_;
    }
    changed_.notify_all();
    take_items();
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return working_ == 0; });
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  }

 private:
  void take_items() {
    for (std::size_t i = next_.fetch_add(1); i < count_; i = next_.fetch_add(1)) {
      try {
        (*item_)(i);
      } catch (...) {  // no memory, for one: the caller hears of it, not std::terminate
        const std::lock_guard lock(mutex_);
        thrown_ = std::current_exception();
      }
    }
  }

  void serve() {
    std::size_t seen = 0;
    while (true) {
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopping_ || round_ != seen; });
        if (stopping_) return;
        seen = round_;
      }
      take_items();
      const std::lock_guard lock(mutex_);
      if (--working_ == 0) done_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_, done_;
  std::size_t round_ = 0, working_ = 0;
  bool stopping_ = false;
  std::exception_ptr thrown_;
  const std::function<void(std::size_t)>* item_ = nullptr;
  std::size_t count_ = 0;
  std::atomic<std::size_t> next_{0};
  std::vector<std::thread> threads_;  // last: they use what stands above
};

}  // namespace

RunItems run_on_threads(std::size_t threads) {
  constexpr std::size_t kThreadsMax = 8;
  if (threads == 0) threads = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kThreadsMax);
  const auto workers = std::make_shared<Workers>(threads - 1);
  return [workers](std::size_t n, const std::function<void(std::size_t)>& item) { workers->run(n, item); };
}

}  // namespace licet::ledger
