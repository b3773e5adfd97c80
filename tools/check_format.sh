#!/usr/bin/env bash
# Names the C++ files that are not as .clang-format wants them; to mend: clang-format-16 -i FILE.
set -euo pipefail
cd "$(dirname "$0")/.."

files=$(find src tests bench fuzz \( -name '*.h' -o -name '*.cpp' \) | LC_ALL=C sort)
# shellcheck disable=SC2086  # no file of ours has a blank in its name
wrong=$(clang-format-16 --dry-run $files 2>&1 | sed -n 's/:[0-9]*:[0-9]*: warning: .*//p' | sort -u)
if [ -n "$wrong" ]; then
  echo "not formatted; run: clang-format-16 -i" ${wrong//"$PWD/"/}
  exit 1
fi
echo "$(wc -l <<<"$files") files are formatted"
