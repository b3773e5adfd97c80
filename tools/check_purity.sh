#!/usr/bin/env bash
# Compiles the pure part of the house with Debian's em++ (an older clang and libc++, no native libraries), runs a small
# program of it under node, and looks into the objects for calls to a clock, a file, a random generator or a locale.
# Files named *_openssl.cpp, *_native.cpp, *_tzdata.cpp and *_test.cpp are native and left out.
#   tools/check_purity.sh [BUILD_FOLDER]      default build/purity; only what changed is compiled again
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
out=${1:-build/purity}
layers=(base domain record ledger)
# No part of the system may be called from these layers. libc++ itself needs memory, and abort for what cannot happen.
forbidden='^(fopen|open|openat|read|write|time|clock|clock_gettime|gettimeofday|rand|random|srand|getenv|getrandom|getentropy|setlocale|newlocale|uselocale|system|popen|socket|pthread_create|std::__2::(chrono::|random_device|locale|basic_[io]?fstream|filesystem))'

mkdir -p "$out/include"
# Only this one folder of /usr/include: the others belong to the native compiler.
ln -sfn /usr/include/tl "$out/include/tl"

# Writes a file only when its content changes, so that ninja does not start over.
write_if_changed() { if ! cmp -s - "$1" <<<"$2"; then printf '%s\n' "$2" >"$1"; fi; }

sources=()
for layer in "${layers[@]}"; do
  while IFS= read -r file; do sources+=("$file"); done < <(
    find "src/$layer" -name '*.cpp' ! -name '*_openssl.cpp' ! -name '*_native.cpp' ! -name '*_tzdata.cpp' ! -name '*_test.cpp' | LC_ALL=C sort)
done

object_of() { printf '%s.o' "${1%.cpp}"; }
rules="rule compile
  command = em++ -std=c++20 -O1 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -I$root/src -isystem include -MMD -MF \$out.d -c \$in -o \$out
  deps = gcc
  depfile = \$out.d
  description = em++ \$in
rule archive
  command = rm -f \$out && emar rcs \$out \$in
  description = archive \$out
rule link
  command = em++ -O1 -s SINGLE_FILE=1 -s ENVIRONMENT=node -s EXIT_RUNTIME=1 \$in -o \$out
  description = link \$out"
all=()
base=()
for source in "${sources[@]}"; do
  object=$(object_of "$source")
  rules+=$'\n'"build $object: compile $root/$source"
  all+=("$object")
  case "$source" in src/base/*) base+=("$object") ;; esac
done
rules+=$'\n'"build purity_main.o: compile $root/tests/purity_main.cpp
build base.a: archive ${base[*]}
build purity_main.js: link purity_main.o base.a
default purity_main.js ${all[*]}"
write_if_changed "$out/build.ninja" "$rules"

# em++ would otherwise look for a configuration in the home folder, which differs between machines.
export EM_CONFIG=/usr/share/emscripten/.emscripten
if ! ninja -C "$out" -j"$(nproc)" -k 0 >"$out/build.log" 2>&1; then
  grep -vE '^\[[0-9]+/|^ninja: |^em\+\+' "$out/build.log" | head -n 60
  echo "The pure part of the house does not compile with em++; all of it is in $out/build.log"
  exit 1
fi

node "$out/purity_main.js" || { echo "purity_main failed under node"; exit 1; }

command -v llvm-nm-14 >/dev/null || { echo "llvm-nm-14 is missing, so nothing would be found: run tools/install_deps.sh --test"; exit 1; }
status=0
for object in "${all[@]}"; do
  symbols=$(llvm-nm-14 --undefined-only --demangle --format=just-symbols "$out/$object") || { echo "llvm-nm-14 cannot read $object"; exit 1; }
  calls=$(grep -E "$forbidden" <<<"$symbols" || true)
  if [ -n "$calls" ]; then
    echo "${object%.o}.cpp calls what a pure layer must be given instead: $(tr '\n' ' ' <<<"$calls")"
    status=1
  fi
done
[ $status -ne 0 ] || echo "${#all[@]} files of ${layers[*]} compile with em++ and call nothing of the system"
exit $status
