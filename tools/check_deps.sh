#!/usr/bin/env bash
# Prints the version of everything Licet stands on, and fails when something is missing or Boost is not 1.81. It runs
# before the build, so that a package that apt swapped silently is named here and not by a compiler error far away.
set -euo pipefail

failed=0
show() { printf '  %-22s %s\n' "$1" "$2"; }
missing() {
  show "$1" "MISSING: $2" >&2
  failed=1
}

package() {
  local version
  version=$(dpkg-query --show --showformat='${db:Status-Abbrev}${Version}' "$1" 2>/dev/null || true)
  case "$version" in
    "ii "*) show "$1" "${version#ii }" ;;
    *) missing "$1" "run tools/install_deps.sh" ;;
  esac
}

program() {
  # No pipe into head: a program that still writes when head has gone would fail by chance.
  local out
  if out=$("$@" 2>/dev/null) && [ -n "${out%%$'\n'*}" ]; then show "$1" "${out%%$'\n'*}"; else missing "$1" "run tools/install_deps.sh --test"; fi
}

program g++ --version
program cmake --version
program ninja --version
program ccache --version
program mold --version
program pkg-config --version
program git --version
program python3 --version
for name in libboost1.81-dev libsqlite3-dev libssl-dev libicu-dev libyaml-dev libexpat1-dev zlib1g-dev libexpected-dev libfmt-dev \
            libhowardhinnant-date-dev libcli11-dev libjemalloc-dev libcurl4-openssl-dev libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev tzdata python3-cryptography; do
  package "$name"
done
if [ "${1:-}" = "--test" ]; then
  program clang++-16 --version
  program clang-tidy-16 --version
  program clang-format-16 --version
  program llvm-nm-14 --version
  package libclang-rt-16-dev
  program em++ --version
  program node --version
fi

# The header is what the compiler sees, whatever the package list says.
header=/usr/include/boost/version.hpp
boost=$(sed -n 's/^#define BOOST_LIB_VERSION "\(.*\)"/\1/p' "$header" 2>/dev/null || true)
if [ "$boost" != "1_81" ]; then
  missing "Boost" "1.81 is needed and $header says '${boost:-nothing}'. libphonenumber-dev and others that need Boost 1.74 remove it without a word: apt-get install libboost1.81-dev"
fi
exit "$failed"
