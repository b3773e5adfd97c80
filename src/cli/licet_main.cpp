// The program `licet`.
#include <cstdio>
#include <exception>

#include "cli/handlers.h"
#include "cli/options.h"
#include "cli/output.h"

int main(int argc, char** argv) {
  try {
    const licet::cli::Parsed parsed = licet::cli::parse_command_line(argc, argv);
    if (parsed.exit_status) {
      std::fputs(parsed.text.c_str(), *parsed.exit_status == 0 ? stdout : stderr);
      if (const auto printed = licet::cli::Output::finish(); !printed)
        return licet::cli::report(printed.error(), false);
      return *parsed.exit_status;
    }
    return licet::cli::run(parsed.options);
  } catch (const std::exception& error) {
    // Exceptions mean "cannot continue" (out of memory, a library's failure); nothing acknowledged is lost by them.
    std::fprintf(stderr, "licet: cannot continue: %s\n", error.what());
    return licet::exit_status(licet::ErrorCode::kEnvironment);
  }
}
