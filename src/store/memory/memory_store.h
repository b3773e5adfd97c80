// The Store port in memory: a reference for the conformance suite and for tests of commands. Keeps nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "app/store_port.h"
#include "base/time.h"

namespace licet::store {

struct MemoryOptions {
  std::string origin;
  Clock* clock = nullptr;  ///< must outlive the store
  /// Zero: entries are numbered as commands commit. Otherwise a sequencer numbers them some time later, as a database
  /// with several writers does: receipts carry no number, and bodies that touch no common row may swap places.
  std::chrono::microseconds sequencer_delay{0};
  std::uint64_t seed = 1;  ///< of the sequencer's order
};

/// Commands run on the caller's thread, one at a time. Reads work on a copy of the tables: plain, and slow with many
/// rows.
std::unique_ptr<app::Store> memory_store(const MemoryOptions& options);

}  // namespace licet::store
