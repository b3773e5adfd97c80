#!/usr/bin/env bash
# Configures and builds one preset quietly: one line of progress, and the end of the log when it fails.
#   tools/build.sh [PRESET [TARGET...]]      PRESET is release (the default), asan, tsan or fuzz
set -euo pipefail
cd "$(dirname "$0")/.."

preset=${1:-release}
shift || true
case "$preset" in
  release) folder=build ;;
  asan | tsan | fuzz) folder=build-$preset ;;
  *) echo "usage: tools/build.sh [release|asan|tsan|fuzz [TARGET...]]" >&2; exit 2 ;;
esac
mkdir -p "$folder"
log=$folder/build.log
started=$SECONDS

fail() {
  [ -t 1 ] && printf '\r\033[K'
  # Errors come first: with several compilers at work the last lines may be another file's.
  grep -E -m 20 '(error|Error|FAILED|undefined reference)' "$log" >&2 || true
  echo "--- the end of $log:" >&2
  tail -n 25 "$log" >&2
  echo "$1 failed; all of it is in $log" >&2
  exit 1
}

cmake --preset "$preset" >"$log" 2>&1 || fail "Configuring"

targets=()
[ $# -eq 0 ] || targets=(--target "$@")
# Ninja's "[12/345] Building ..." becomes one line that is written over; without a terminal only the sum is printed.
show_progress() {
  if [ -t 1 ]; then
    while IFS= read -r line; do
      printf '%s\n' "$line" >>"$log"
      case "$line" in "["*) printf '\r\033[K%.100s' "$line" ;; esac
    done
    printf '\r\033[K'
  else
    cat >>"$log"
  fi
}
cmake --build --preset "$preset" --parallel "$(nproc)" "${targets[@]}" 2>&1 | show_progress || fail "Building"
echo "Built $folder in $((SECONDS - started)) s"
