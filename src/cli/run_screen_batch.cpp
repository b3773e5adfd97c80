#include <atomic>
#include <csignal>
#include <map>

#include "app/screen_batch.h"
#include "cli/batch_answer.h"
#include "cli/batch_rows.h"
#include "cli/files.h"
#include "cli/handlers.h"
#include "cli/list_files.h"
#include "screening/list_reader.h"

namespace licet::cli {
namespace {

constexpr std::int64_t kDayUs = 86'400'000'000;

std::atomic<bool> interrupted{false};
void on_interrupt(int) { interrupted = true; }

std::string rows_text(std::int64_t rows) { return std::to_string(rows) + (rows == 1 ? " row" : " rows"); }

/// "2 rows: 1 clear, 1 to be reviewed (1 with hits, 0 with something wrong in them)".
std::string figures(const app::BatchReport& report) {
  return rows_text(report.rows) + ": " + std::to_string(report.clear) + " clear, " +
         std::to_string(report.rows - report.clear) + " to be reviewed (" + std::to_string(report.hit_rows) +
         " with hits, " + std::to_string(report.faulty) + " with something wrong in them)";
}

void note_file(const app::BatchReport& report, Output& out) {
  out.note("read        " + report.file);
  if (!report.renamed.empty()) out.note("mapped      " + printable(report.renamed));
  for (const std::string& column : report.unused) out.note("not used    column '" + printable(column) + "'");
}

void note_lists(const app::BatchLists& lists, Output& out) {
  if (lists.index)
    for (const screening::ListState& list : lists.index->lists())
      out.note("compared    with " + list.kind + " of " +
               (list.as_of == screening::kAsOfUnknown ? "an unknown date" : screening::as_of_text(list.as_of)) + ", " +
               std::to_string(list.entries) + " entries");
  if (!lists.clears_nobody.empty()) out.note("review      every row: " + lists.clears_nobody);
}

/// Screens the file into `answer`, which is finished and not yet released.
Result<app::BatchReport> screen_file(const Options& options, const app::BatchLists& lists, Instant now, Output& out,
                                     BatchAnswer& answer) {
  LICET_CHECK(check_readable(options.batch));
  app::BatchOptions batch;
  batch.file = options.batch;
  batch.threads = static_cast<std::size_t>(options.threads);
  batch.today = Date{static_cast<std::int32_t>(now.us / kDayUs)};
  if (!options.map.empty()) {
    LICET_CHECK(check_readable(options.map));
    LICET_TRY(batch.map, app::intake::read_map_file(options.map, app::screen_field_names()));
  }
  LICET_TRY(const auto source, app::csv::FileSource::open(options.batch));
  ProgressLine progress;
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  app::BatchCallbacks callbacks;
  callbacks.format = [&options](const app::ScreenedRow& row, std::string& text) {
    options.json ? append_batch_json(row, text) : append_batch_csv(row, options.all_hits, text);
  };
  callbacks.write = [&answer](std::string_view text) { return answer.write(text); };
  bool begun = false;
  callbacks.progress = [&](const app::BatchReport& report) {
    if (!begun) note_file(report, out);
    begun = true;
    progress.show("screened " + rows_text(report.rows));  // what was found is told when it is on the record
    return !interrupted.load();
  };
  note_lists(lists, out);
  if (!options.json) LICET_CHECK(answer.write(batch_heading()));
  LICET_TRY(app::BatchReport report, app::screen_batch(*source, lists, batch, callbacks));
  progress.clear();
  return report;
}

int finished(const app::BatchReport& report, const Options& options, Output& out) {
  out.note(figures(report) + (options.out.empty() ? "" : "; the answer is in " + options.out));
  return report.clear == report.rows ? 0 : exit_status(ErrorCode::kRefused);
}

Status check_call(const Options& options) {
  if (!options.name.empty() || !options.company.empty())
    return fail(ErrorCode::kUsage, "give either a name or a file of names (--batch), not both");
  if (options.all_hits && options.json)
    return fail(ErrorCode::kUsage, "with --json each row has all its hits on one line; leave out --all-hits");
  if (!options.out.empty()) LICET_CHECK(refuse_existing(options.out));
  return {};
}

/// The lists of `--list KIND=FILE`: several files of one kind are one list.
Result<app::BatchLists> lists_of_files(const Options& options, Instant now, Output& out) {
  std::map<std::string, std::vector<std::string>> files;
  for (const std::string& text : options.lists) {
    const std::size_t at = text.find('=');
    if (at == std::string::npos || at == 0 || at + 1 == text.size())
      return fail(ErrorCode::kUsage,
                  "--list takes KIND=FILE (un=consolidated.xml), not '" + text + "'; kinds: " + list_kind_ids());
    files[text.substr(0, at)].push_back(text.substr(at + 1));
  }
  std::vector<std::shared_ptr<const screening::List>> lists;
  app::BatchLists batch;
  for (const auto& [kind, paths] : files) {
    for (const std::string& path : paths) LICET_CHECK(check_readable(path));
    LICET_TRY(const AsOf as_of, as_of_option(options.as_of, paths, now));
    LICET_TRY(ListFiles read, read_list_files(kind, paths, as_of, options.small_list));
    for (const std::string& note : read.notes) out.note(kind + ": " + printable(note));
    if (read.list.as_of > now)
      return fail(ErrorCode::kBadInput, kind + ": the list would be of " + screening::as_of_text(read.list.as_of) +
                                            ", which is still to come; give its real date with --as-of");
    if (read.list.as_of == screening::kAsOfUnknown)
      batch.clears_nobody = "of what date the list '" + kind +
                            "' is was not said, so nobody is cleared; give --as-of DATE, or --as-of file where the "
                            "files' own times are the publisher's";
    lists.push_back(std::make_shared<const screening::List>(std::move(read.list)));
  }
  LICET_TRY(batch.index, screening::ListIndex::build(std::move(lists)));
  return batch;
}

}  // namespace

Result<int> run_screen_files(const Options& options, Output& out) {
  if (!options.data.empty())
    return fail(ErrorCode::kUsage, "give either --data, whose lists are the loaded ones, or --list, not both");
  LICET_CHECK(check_call(options));
  SystemClock clock;
  const Instant now = clock.now();
  LICET_TRY(const app::BatchLists lists, lists_of_files(options, now, out));
  out.note("not recorded: there is no data folder, and no policy says how old a list may be");
  LICET_TRY(BatchAnswer answer,
            options.out.empty() ? Result<BatchAnswer>(BatchAnswer::to_stdout()) : BatchAnswer::to_file(options.out));
  LICET_TRY(const app::BatchReport report, screen_file(options, lists, now, out, answer));
  LICET_CHECK(answer.finish().map([](const std::string&) {}));
  LICET_CHECK(answer.release());
  return finished(report, options, out);
}

Result<int> run_screen_batch(Context& context, Output& out) {
  const Options& options = context.options();
  app::Deps deps = context.deps();
  LICET_CHECK(app::Access::demand(context.principal(), app::Right::kScreen));
  LICET_CHECK(check_call(options));
  LICET_TRY(const app::FirmState state, context.firm_state(app::LoadLists::kYes));
  const Instant now = context.clock().now();
  const app::BatchLists lists = app::batch_lists(state, now);
  LICET_TRY(BatchAnswer answer,
            options.out.empty() ? BatchAnswer::waiting_in(context.folder().dir) : BatchAnswer::to_file(options.out));
  LICET_TRY(const app::BatchReport report, screen_file(options, lists, now, out, answer));
  LICET_TRY(const std::string digest, answer.finish());
  LICET_CHECK(app::record_batch(deps, context.principal(), report, digest));
  LICET_CHECK(answer.release());
  return finished(report, options, out);
}

}  // namespace licet::cli
