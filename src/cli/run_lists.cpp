#include <algorithm>

#include "app/list_commands.h"
#include "app/list_overview.h"
#include "app/people_commands.h"
#include "app/reading.h"
#include "cli/files.h"
#include "cli/handlers.h"
#include "cli/list_activation.h"
#include "cli/list_files.h"
#include "cli/show.h"
#include "connect/list_fetch.h"
#include "screening/entry_change.h"
#include "screening/list_diff.h"

namespace licet::cli {
namespace {

// ---- fetch

/// What became of one kind.
struct Fetched {
  std::string outcome;  ///< loaded, unchanged, would_load, refused, failed, no_address
  std::string why;
  std::size_t bytes = 0;
  std::string content;
  int status = 0;
};

Fetched failed(const Error& error) {
  const bool refused = error.code == ErrorCode::kRefused || error.code == ErrorCode::kBadInput;
  return {refused ? "refused" : "failed", error.to_string(), 0, {}, exit_status(error.code)};
}

/// One run over the kinds of the configuration.
class Fetching {
 public:
  Fetching(Context& context, Output& out)
      : context_(context),
        out_(out),
        client_(connect::HttpClient::Settings{context.options().ca_file, 4}, context.random()),
        fetcher_(client_, context.folder().dir, context.folder().dir + "/lists"),
        deps_(context.deps()) {}

  Result<Fetched> one(const connect::ListSource& source) {
    if (source.urls.empty())
      return Fetched{"no_address", "lists.yaml has no address for it; the operator fills it in", 0, {}, 0};
    auto list = fetcher_.fetch(source);
    if (!list) {
      LICET_CHECK(app::record_failed_fetch(deps_, context_.principal(), source.kind, list.error()));
      return settle(source, failed(list.error()));
    }
    const std::optional<connect::LastFetch> before = fetcher_.last(source.kind);
    LICET_TRY(const auto active, active_version(source.kind));
    if (list->unchanged() && active && before && before->content == active->content)
      return settle(source, {"unchanged", {}, list->bytes(), active->content, 0});
    return settle(source, read(source, *list, active));
  }

 private:
  Result<std::optional<app::ListVersion>> active_version(const std::string& kind) {
    std::optional<app::ListVersion> out;
    LICET_CHECK(context_.store().read(context_.principal(), [&](app::Reader& reader) -> Status {
      LICET_TRY(const auto versions, app::list_versions(reader, kind));
      if (!versions.empty() && versions.front().active) out = versions.front();
      return {};
    }));
    return out;
  }

  /// What the files hold, and whether it may take the place of the active list.
  Fetched read(const connect::ListSource& source, connect::FetchedList& list,
               const std::optional<app::ListVersion>& active) {
    AsOf stated;
    if (source.date_from == connect::DateFrom::kLastModified && list.last_modified() != screening::kAsOfUnknown)
      stated = {std::min(list.last_modified(), context_.clock().now()), std::string(app::kAsOfFileTime)};
    auto files = read_list_files(source.kind, list.paths(), stated, context_.options().small_list);
    if (!files) {
      const Status recorded = app::record_unread_list(deps_, context_.principal(), source.kind, files.error());
      return failed(recorded ? files.error() : recorded.error());
    }
    if (const Status kept = list.keep(); !kept) return failed(kept.error());
    const std::string content = crypto::digest_text(files->list.digest);
    if (context_.options().dry_run) return would_load(*files, active, list.bytes(), content);
    auto status = activate_list(context_, *files, {files->digests, false, files->as_of.from, false, {}}, out_);
    if (!status) {
      Fetched out = failed(status.error());
      out.why += "; the files are kept in " + context_.folder().dir + "/lists/" + source.kind +
                 ": licet lists load takes them";
      return out;
    }
    return {"loaded", {}, list.bytes(), content, *status};
  }

  Fetched would_load(const ListFiles& files, const std::optional<app::ListVersion>& active, std::size_t bytes,
                     const std::string& content) {
    Fetched out{"would_load", {}, bytes, content, 0};
    if (!active) {
      out.why = "the first of its kind, with " + std::to_string(files.list.entries.size()) + " entries";
      return out;
    }
    screening::List before;
    const Status loaded = context_.store().read(context_.principal(), [&](app::Reader& reader) -> Status {
      LICET_TRY(before, app::kept_list(reader, active->digest));
      return {};
    });
    if (!loaded) return failed(loaded.error());
    const screening::ListDiff diff = screening::diff_lists(before, files.list);
    out.why = std::to_string(diff.added.size()) + " entries added, " + std::to_string(diff.removed.size()) +
              " removed, " + std::to_string(diff.changed.size()) + " changed";
    return out;
  }

  /// What the next `lists status` says of it. A dry run is no fetch.
  Result<Fetched> settle(const connect::ListSource& source, Fetched fetched) {
    if (!context_.options().dry_run)
      LICET_CHECK(fetcher_.note(source.kind, {context_.clock().now(), fetched.outcome, fetched.why, fetched.content}));
    return fetched;
  }

  Context& context_;
  Output& out_;
  connect::HttpClient client_;
  connect::ListFetcher fetcher_;
  app::Deps deps_;
};

/// The sources of the kinds that were named, or all.
Result<std::vector<connect::ListSource>> wanted_sources(const Options& options, const std::string& config) {
  LICET_TRY(const auto all, connect::read_list_sources(config));
  if (options.files.empty()) return all;
  std::vector<connect::ListSource> out;
  for (const std::string& kind : options.files) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& source) { return source.kind == kind; });
    if (found == all.end()) return fail(ErrorCode::kUsage, "there is no list '" + kind + "' in " + config);
    out.push_back(*found);
  }
  return out;
}

Result<int> write_new_config(const std::string& path, Output& out) {
  LICET_CHECK(write_private_file(path, connect::default_list_sources()));
  out.object("licet.list_config/1", {{"file", path}});
  out.text("written: " + path);
  return 0;
}

// ---- status

json::Value version_json(const app::ListVersion& list) {
  return json::Object{{"as_of", list.as_of ? json::Value(list.as_of->us) : json::Value()},
                      {"as_of_from", list.as_of_from},
                      {"content", list.content},
                      {"digest", list.digest},
                      {"entries", list.entries},
                      {"loaded_at", list.loaded_at.us},
                      {"loaded_by", list.loaded_by},
                      {"names", list.names},
                      {"persons", list.persons},
                      {"weak_names", list.weak_names}};
}

json::Object overview_json(const app::ListOverview& list, const std::optional<connect::LastFetch>& last) {
  json::Object out{{"active", list.active ? version_json(*list.active) : json::Value()},
                   {"age", app::list_age_name(list.age)},
                   {"demanded", list.demanded},
                   {"kind", list.kind}};
  if (list.too_old_from) out.emplace("too_old_from", list.too_old_from->us);
  if (list.refused)
    out.emplace("refused",
                json::Object{{"at", list.refused->at.us}, {"by", list.refused->by}, {"reason", list.refused->reason}});
  if (last) out.emplace("fetch", json::Object{{"at", last->at.us}, {"outcome", last->outcome}, {"why", last->why}});
  return out;
}

std::string age_text(const app::ListOverview& list) {
  switch (list.age) {
    case app::ListAge::kMissing:
      return "missing";
    case app::ListAge::kUndated:
      return "of unknown date: finds people and clears nobody";
    case app::ListAge::kTooOld:
      return "too old since " + time_text(list.too_old_from->us);
    case app::ListAge::kFresh:
      return "fresh until " + time_text(list.too_old_from->us);
  }
  return {};
}

void print_overview(const app::ListOverview& list, const std::optional<connect::LastFetch>& last,
                    const Handles& handles, Output& out) {
  out.text(list.kind + ": " + age_text(list) + (list.demanded ? "" : " (the policy does not ask for it)"));
  if (list.active) {
    const app::ListVersion& now = *list.active;
    out.text("  as of    " + (now.as_of ? time_text(now.as_of->us) : std::string("unknown")));
    out.text("  holds    " + std::to_string(now.entries) + " entries, " + std::to_string(now.persons) +
             " of them persons, " + std::to_string(now.names) + " names, " + std::to_string(now.weak_names) +
             " of them weak");
    out.text("  loaded   " + time_text(now.loaded_at.us) +
             (now.loaded_by.empty() ? "" : " by " + handle_of(handles, now.loaded_by)));
    out.text("  content  " + now.content);
    out.text("  version  " + now.digest);
  }
  if (list.refused)
    out.text("  refused  " + time_text(list.refused->at.us) + " " + list.refused->reason + ", tried by " +
             handle_of(handles, list.refused->by));
  if (last)
    out.text("  fetched  " + time_text(last->at.us) + " " + last->outcome +
             (last->why.empty() ? "" : ": " + printable(last->why)));
}

// ---- diff

/// Which two lists are compared: recorded versions, or files that nobody loaded.
struct Compared {
  screening::List before, after;
  std::string before_name, after_name;
};

bool looks_like_digest(const std::string& text) {
  const std::string hex = text.rfind("sha256:", 0) == 0 ? text.substr(7) : std::string();
  return hex.size() >= 8 && hex.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// The version whose digest, of list or of content, begins so.
Result<app::ListVersion> find_version(const std::vector<app::ListVersion>& versions, const std::string& beginning) {
  std::vector<app::ListVersion> found;
  for (const app::ListVersion& version : versions)
    if (version.digest.rfind(beginning, 0) == 0 || version.content.rfind(beginning, 0) == 0) found.push_back(version);
  if (found.empty()) return fail(ErrorCode::kNotFound, "no version of this list begins with " + beginning);
  const bool one = std::all_of(found.begin(), found.end(),
                               [&](const app::ListVersion& other) { return other.content == found.front().content; });
  if (!one)
    return fail(ErrorCode::kUsage, "several versions of this list begin with " + beginning + "; give more of it");
  return found.front();
}

Result<Compared> compared(Context& context) {
  const Options& options = context.options();
  std::vector<std::string> versions_named, files;
  for (const std::string& word : options.files) (looks_like_digest(word) ? versions_named : files).push_back(word);
  if (versions_named.size() + (files.empty() ? 0 : 1) > 2)
    return fail(ErrorCode::kUsage, "two lists are compared: OLD and NEW, or OLD and files");
  Compared out;
  LICET_CHECK(context.store().read(context.principal(), [&](app::Reader& reader) -> Status {
    LICET_TRY(const auto versions, app::list_versions(reader, options.list_kind));
    if (versions.empty())
      return fail(ErrorCode::kNotFound, "no list of the kind '" + options.list_kind + "' was ever loaded");
    std::vector<app::ListVersion> chosen;
    for (const std::string& word : versions_named) {
      LICET_TRY(app::ListVersion version, find_version(versions, word));
      chosen.push_back(std::move(version));
    }
    // Without words: what the last load changed.
    if (chosen.empty() && files.empty()) {
      const auto old = std::find_if(versions.begin(), versions.end(), [&](const app::ListVersion& version) {
        return version.content != versions.front().content;
      });
      if (old == versions.end())
        return fail(ErrorCode::kNotFound, "there was never another list of the kind '" + options.list_kind + "'");
      chosen = {*old};
    }
    if (chosen.empty() || (chosen.size() == 1 && files.empty())) chosen.push_back(versions.front());
    LICET_TRY(out.before, app::kept_list(reader, chosen.front().digest));
    out.before_name = chosen.front().content;
    if (!files.empty()) return {};
    LICET_TRY(out.after, app::kept_list(reader, chosen.back().digest));
    out.after_name = chosen.back().content;
    return {};
  }));
  if (files.empty()) return out;
  LICET_TRY(ListFiles read, read_list_files(options.list_kind, files, AsOf{}, true));
  out.after = std::move(read.list);
  out.after_name = crypto::digest_text(out.after.digest);
  return out;
}

std::string first_name(const screening::Entry& entry) {
  return entry.names.empty() ? std::string() : entry.names.front().full;
}

void print_entry(const char* mark, const char* change, const screening::Entry& entry,
                 const std::vector<screening::EntryChange>& facts, Output& out) {
  json::Array changed;
  for (const screening::EntryChange& fact : facts)
    changed.emplace_back(json::Object{{"after", fact.after}, {"before", fact.before}, {"what", fact.what}});
  out.object("licet.list_change/1", {{"change", change},
                                     {"entry_id", entry.entry_id},
                                     {"facts", std::move(changed)},
                                     {"name", first_name(entry)},
                                     {"type", screening::entry_type_name(entry.type)}});
  out.text(std::string(mark) + " " + printable(entry.entry_id) + "  " + printable(first_name(entry)) + " (" +
           std::string(screening::entry_type_name(entry.type)) + ")");
  for (const screening::EntryChange& fact : facts) out.text("    " + printable(screening::change_text(fact)));
}

}  // namespace

Result<int> run_lists_fetch(Context& context, Output& out) {
  LICET_CHECK(app::Access::demand(context.principal(), app::Right::kLists));
  const Options& options = context.options();
  const std::string config = options.config.empty() ? context.folder().dir + "/lists.yaml" : options.config;
  if (options.new_config) return write_new_config(config, out);
  LICET_TRY(const auto sources, wanted_sources(options, config));
  Fetching fetching(context, out);
  int status = 0;
  for (const connect::ListSource& source : sources) {
    LICET_TRY(Fetched fetched, fetching.one(source));
    // Who names a kind wants it; else a kind without an address is passed over.
    if (fetched.outcome == "no_address" && !options.files.empty()) fetched.status = exit_status(ErrorCode::kBadInput);
    status = std::max(status, fetched.status);
    out.object("licet.list_fetch/1", {{"bytes", static_cast<std::int64_t>(fetched.bytes)},
                                      {"content", fetched.content},
                                      {"kind", source.kind},
                                      {"outcome", fetched.outcome},
                                      {"why", fetched.why}});
    const std::string line = source.kind + ": " + fetched.outcome + (fetched.why.empty() ? "" : ": " + fetched.why);
    if (fetched.status == 0)
      out.text(printable(line));
    else
      out.note("error: " + printable(line) +
               (fetched.outcome == "no_address" ? "" : "; the list that is active stays"));
  }
  return status;
}

Result<int> run_lists_status(Context& context, Output& out) {
  app::Deps deps = context.deps();
  LICET_TRY(const app::ListsOverview all, app::lists_overview(deps, context.principal()));
  LICET_TRY(const Handles handles, app::person_handles(deps, context.principal()));
  connect::HttpClient client({}, context.random());
  const connect::ListFetcher fetcher(client, context.folder().dir, context.folder().dir + "/lists");
  for (const app::ListOverview& list : all.lists) {
    const auto last = fetcher.last(list.kind);
    out.object("licet.list_status/1", overview_json(list, last));
    print_overview(list, last, handles, out);
  }
  json::Array why;
  for (const std::string& reason : all.why_not) why.emplace_back(reason);
  out.object("licet.lists_usable/1",
             {{"max_age_days", all.max_age_days}, {"usable", all.usable}, {"why_not", std::move(why)}});
  if (all.usable) {
    out.text("a screening without a hit clears");
    return 0;
  }
  out.text("nobody is cleared:");
  for (const std::string& reason : all.why_not) out.text("  " + reason);
  return exit_status(ErrorCode::kRefused);
}

Result<int> run_lists_diff(Context& context, Output& out) {
  LICET_CHECK(app::Access::demand(context.principal(), app::Right::kLists));
  app::Deps deps = context.deps();
  LICET_TRY(const Compared lists, compared(context));
  const screening::ListDiff diff = screening::diff_lists(lists.before, lists.after);
  for (const screening::Entry* entry : diff.added) print_entry("+", "added", *entry, {}, out);
  for (const screening::Entry* entry : diff.removed) print_entry("-", "removed", *entry, {}, out);
  for (const auto& changed : diff.changed)
    print_entry("~", "changed", *changed.after, screening::changes_of(*changed.before, *changed.after), out);
  const auto count = [](const auto& items) { return static_cast<std::int64_t>(items.size()); };
  out.object("licet.list_diff/1", {{"added", count(diff.added)},
                                   {"after", lists.after_name},
                                   {"before", lists.before_name},
                                   {"changed", count(diff.changed)},
                                   {"kind", context.options().list_kind},
                                   {"removed", count(diff.removed)}});
  out.text(std::to_string(diff.added.size()) + " added, " + std::to_string(diff.removed.size()) + " removed, " +
           std::to_string(diff.changed.size()) + " changed");
  LICET_CHECK(app::record_read(deps, context.principal(),
                               {"lists diff",
                                {},
                                "compare screening lists",
                                count(diff.added) + count(diff.removed) + count(diff.changed),
                                {}}));
  return 0;
}

}  // namespace licet::cli
