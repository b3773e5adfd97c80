// The program `licet-verify`: checks a bundle offline, with keys and checkpoints that the person who checks brings
// along.
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

#include "cli/files.h"
#include "cli/output.h"
#include "ledger/file_native.h"
#include "ledger/parallel_native.h"
#include "ledger/trust.h"
#include "record/verify_record.h"

namespace {

constexpr const char* kHelp =
    "licet-verify: checks a bundle of a Licet ledger, offline.\n"
    "\n"
    "Usage: licet-verify FILE [--trust FILE] [--against CHECKPOINT] [--no-reexecution] [--json]\n"
    "\n"
    "  FILE                  the bundle (.licet)\n"
    "  --trust FILE          keys you trust, one line each: log <vkey>\n"
    "  --against CHECKPOINT  a checkpoint you kept from earlier; may be given several times\n"
    "  --no-reexecution      stop after level 4: decisions are not taken again, states not compared\n"
    "  --json                print the report as JSON\n"
    "\n"
    "Exit status: 0 sound, 1 something is wrong in the bytes, 2 usage, 3 the trust file is none,\n"
    "4 a file cannot be read.\n"
    "Without --trust nothing says whose record this is, and the report says so.\n"
    "\n"
    "Example:\n"
    "  licet-verify meridian.licet --trust meridian.trust --against kept.checkpoint\n";

struct Arguments {
  std::string bundle, trust;
  std::vector<std::string> against;
  bool json = false;
  bool quick = false;
};

/// Fills `out`; an exit status when the program is to end here.
int parse(int argc, char** argv, Arguments& out) {
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--help" || argument == "-h") {
      std::fputs(kHelp, stdout);
      return 0;
    }
    if (argument == "--json") {
      out.json = true;
    } else if (argument == "--no-reexecution") {
      out.quick = true;
    } else if ((argument == "--trust" || argument == "--against") && i + 1 < argc) {
      ++i;
      if (argument == "--trust") out.trust = argv[i];
      if (argument == "--against") out.against.emplace_back(argv[i]);
    } else if (!argument.empty() && argument[0] != '-' && out.bundle.empty()) {
      out.bundle = argument;
    } else {
      std::fprintf(stderr, "licet-verify: '%s' is not understood; see licet-verify --help\n", argument.c_str());
      return 2;
    }
  }
  if (out.bundle.empty()) {
    std::fputs("licet-verify: name the bundle; see licet-verify --help\n", stderr);
    return 2;
  }
  return -1;
}

void print(const licet::ledger::Report& report) {
  using licet::cli::printable;
  std::printf("%s: %llu entries\n", printable(report.origin).c_str(), static_cast<unsigned long long>(report.entries));
  static constexpr const char* kNames[] = {"container",         "chain and tree", "signatures",
                                           "form, time, links", "semantic rules", "decisions re-executed"};
  for (std::uint8_t level = 0; level < licet::ledger::kLevels; ++level)
    std::printf("  L%d %-22s %s\n", level, kNames[level],
                std::string(licet::ledger::level_status_name(report.level(level))).c_str());
  for (const auto& finding : report.findings())
    std::printf("  L%d%s%s: %s\n", finding.level, finding.seq ? " entry " : "",
                finding.seq ? std::to_string(*finding.seq).c_str() : "", printable(finding.what).c_str());
  if (report.erased > 0)
    std::printf("  %llu sealed payloads erased, each by an entry\n", static_cast<unsigned long long>(report.erased));
  if (const std::string screenings = report.screenings.text(); !screenings.empty())
    std::printf("  %s\n", screenings.c_str());
  for (const std::string& remark : report.remarks()) std::printf("  note: %s\n", printable(remark).c_str());
  std::printf("  trust: %s\n%s\n", report.trust.c_str(), report.failed() ? "NOT SOUND" : "sound");
}

int run(const Arguments& arguments) {
  using licet::cli::read_file;
  const auto give_up = [&](const licet::Error& error) { return licet::cli::report(error, arguments.json); };
  licet::ledger::Trust trust;
  if (!arguments.trust.empty()) {
    const auto text = read_file(arguments.trust, 1U << 20U);
    if (!text) return give_up(text.error());
    auto parsed = licet::ledger::parse_trust(*text);
    if (!parsed) {
      licet::Error error = std::move(parsed).error();
      error.where.file = arguments.trust;
      return give_up(error);
    }
    trust = std::move(*parsed);
  }
  for (const std::string& path : arguments.against) {
    auto note = read_file(path, 1U << 20U);
    if (!note) return give_up(note.error());
    trust.kept_checkpoints.push_back(std::move(*note));
  }
  const auto bundle = licet::ledger::BundleInFile::open(arguments.bundle);
  if (!bundle) {
    licet::Error error = bundle.error();
    error.code = licet::ErrorCode::kEnvironment;  // also when it is not there: nothing was verified
    return give_up(error);
  }
  licet::cli::ProgressLine progress;
  licet::record::RecordOptions options;
  options.reexecute = !arguments.quick;
  options.run = licet::ledger::run_on_threads();
  options.progress = [&progress](std::uint64_t entries) { progress.show(std::to_string(entries) + " entries"); };
  const auto verified = licet::record::verify_record(*bundle, trust, options);
  progress.clear();
  if (!verified) return give_up(verified.error());
  const licet::ledger::Report& report = *verified;
  if (arguments.json)
    std::puts(licet::json::canonical(report.to_json()).c_str());
  else
    print(report);
  return report.failed() ? licet::exit_status(licet::ErrorCode::kTampered) : 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    Arguments arguments;
    const int status = parse(argc, argv, arguments);
    const int done = status >= 0 ? status : run(arguments);
    if (const auto printed = licet::cli::Output::finish(); !printed)
      return licet::cli::report(printed.error(), arguments.json);
    return done;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "licet-verify: cannot continue: %s\n", error.what());
    return licet::exit_status(licet::ErrorCode::kEnvironment);
  }
}
