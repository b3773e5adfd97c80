#!/usr/bin/env bash
# Installs the Debian packages that Licet needs. Does nothing, quickly, when they are all there.
#   tools/install_deps.sh          what building and running need
#   tools/install_deps.sh --test   also what ./test needs (clang, em++)
set -euo pipefail

packages=(
  build-essential cmake ninja-build ccache mold pkg-config git
  libboost1.81-dev libsqlite3-dev libssl-dev libicu-dev libyaml-dev libexpat1-dev zlib1g-dev
  libexpected-dev libfmt-dev libhowardhinnant-date-dev libcli11-dev libjemalloc-dev libcurl4-openssl-dev
  libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev
  tzdata python3 python3-cryptography
)
if [ "${1:-}" = "--test" ]; then
  packages+=(clang-16 libclang-rt-16-dev clang-tidy-16 clang-format-16 llvm-14 emscripten)
  # A node from another source serves as well; Debian's would replace it.
  command -v node >/dev/null || packages+=(nodejs)
elif [ $# -gt 0 ]; then
  echo "usage: tools/install_deps.sh [--test]" >&2
  exit 2
fi

# True when the package is installed and configured.
installed() {
  [ "$(dpkg-query --show --showformat='${db:Status-Abbrev}' "$1" 2>/dev/null)" = "ii " ]
}

missing=()
for package in "${packages[@]}"; do
  installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "These packages are missing and there is no sudo; as root, run:" >&2
    echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "Installing ${#missing[@]} packages: ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "$@" >>"$log" 2>&1; }
if ! { apt update && apt install -y --no-install-recommends "${missing[@]}"; }; then
  tail -n 30 "$log" >&2
  echo "apt-get failed; the lines above say why. Debian 12 (bookworm) is what Licet is built on." >&2
  exit 1
fi

# Some packages remove Boost 1.81 in favour of 1.74 and apt does not call that an error.
if ! installed libboost1.81-dev; then
  echo "libboost1.81-dev is no longer installed: another package replaced it. Look in $log:" >&2
  grep -i -A3 remov "$log" >&2 || true
  trap - EXIT
  exit 1
fi
