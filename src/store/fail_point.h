// Named places where a test may make the store die or wait. Nothing happens unless a test has set a hook.
#pragma once

#include <functional>
#include <string_view>

namespace licet::store {

/// Called with the name of every point passed, on the thread that passes it. An empty function removes the hook.
/// Set it before a store is opened; it is process-wide. Points of the SQLite store, in the order of a command's life:
/// "before_begin", "before_savepoint", "before_entry", "after_command", "before_commit", "after_commit" (durable, not
/// yet acknowledged), "before_wal_checkpoint", "after_wal_checkpoint"; of the key store: "key_before_commit",
/// "key_after_commit", "key_before_rotate", "key_after_new_kek", "key_after_rewrap", "key_after_rotate".
void set_fail_point(std::function<void(std::string_view)> hook);
/// Passes a point.
void fail_point(std::string_view name);

}  // namespace licet::store
