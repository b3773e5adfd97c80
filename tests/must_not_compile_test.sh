#!/bin/sh
# Shows that the types refuse what they must refuse. Each tests/must_not_compile/*.cpp is compiled twice: as it is (the control, which must
# compile, so that a broken include does not pass for a refusal) and with -DLICET_MUST_NOT_COMPILE, which must fail with a diagnostic that
# matches the extended regular expression after "// expect:". Usage: must_not_compile_test.sh [COMPILER] [FILE...]
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
compiler=${1:-${CXX:-g++}}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- "$root"/tests/must_not_compile/*.cpp
out=$(mktemp) || exit 2
trap 'rm -f "$out"' EXIT
passed=0
failed=0

compile() { # options; the diagnostics go to $out
  LC_ALL=C "$compiler" -std=c++20 -fsyntax-only -I"$root/src" "$@" >"$out" 2>&1
}
fault() {
  failed=$((failed + 1))
  echo "FAILED $1: $2"
  sed -n '1,15p' "$out"
}

for file in "$@"; do
  name=$(basename "$file")
  reason=$(sed -n 's|^// expect: ||p' "$file")
  if [ -z "$reason" ]; then
    : >"$out"
    fault "$name" "has no line '// expect: <regular expression of the diagnostic>'"
  elif ! compile "$file"; then
    fault "$name" "the control version does not compile"
  elif compile -DLICET_MUST_NOT_COMPILE "$file"; then
    fault "$name" "compiles, and must not"
  elif ! grep -E 'error' "$out" | grep -Eq -- "$reason"; then
    fault "$name" "fails to compile for another reason than: $reason"
  else
    passed=$((passed + 1))
  fi
done
echo "must_not_compile: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
