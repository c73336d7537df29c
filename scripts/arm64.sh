#!/usr/bin/env bash
# Runs Node.js of the Raspberry Pi's processor (arm64) on this machine, and the tests of the core with it.
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/arm64.sh COMMAND [WORDS…]

Unpacks Debian's nodejs for arm64 with all it depends on into a folder, and runs it under QEMU's user mode emulation,
about ten times slower than this machine. Nothing is installed. On an arm64 machine, its own Node.js runs instead.

  build           make the folder; the others do so themselves the first time (about 100 MB to download)
  node WORDS…     Node.js for arm64: node dist/bundle/smgw-proxy.cjs demo
  test [WORDS…]   the tests of forwarding and of the PROXY protocol, or those whose path holds one of the words

The release is SMGW_PROXY_DEBIAN (default: trixie). The folder is kept below SMGW_PROXY_CACHE (default:
/var/cache/smgw-proxy-test) and made with the Debian mirror of this machine.

Exit status: that of Node.js; 1 could not be made, 2 wrong usage.
END
}

readonly NAME=arm64
# shellcheck source=scripts/debian-cache.sh
source "$(dirname "$(realpath "$0")")/debian-cache.sh"
readonly KEYS=/usr/share/keyrings/debian-archive-keyring.gpg
CHECKOUT=$(dirname "$(dirname "$(realpath "$0")")")
readonly CHECKOUT

# The name changes with everything that goes into the folder.
system() {
  echo "$CACHE/arm64-$RELEASE-$({ declare -f assemble && echo "$WRAPPER $PRELOAD"; } | sha256sum | head -c 12)"
}

remove_unused() {
  rm -rf "$CACHE/arm64-$RELEASE"-*
}

# The kernel of this machine starts no program for arm64, so a child process of Node.js has to begin here as well.
# shellcheck disable=SC2016
readonly WRAPPER='#!/bin/sh
# Node.js for arm64 under emulation.
here=$(dirname "$(realpath "$0")")
exec "$here/qemu-aarch64" -L "$here/root" "$here/root/usr/bin/node" --require "$here/preload.cjs" "$@"'
# shellcheck disable=SC2016
readonly PRELOAD='process.execPath = `${__dirname}/node`;'

# The package lists are apt's own but in a folder of their own: the machine's apt and dpkg know nothing of arm64.
assemble() {
  local mirror
  mirror=$(mirror) || return
  bash -euxc '
    folder=$1 sources=$2 wrapper=$3 preload=$4 apt=$1/apt
    get() {
      apt-get -o Dir="$apt" -o Dir::State::status="$apt/installed" -o APT::Sandbox::User= \
        -o APT::Architecture="$1" -o APT::Architectures="$1" -o APT::Install-Recommends=false "${@:2}"
    }
    mkdir -p "$folder/root/usr/lib" "$apt/etc/apt" "$apt/var/lib/apt/lists/partial" \
      "$apt/var/cache/apt/archives/partial"
    ln -s usr/lib "$folder/root/lib"
    echo "$sources" >"$apt/etc/apt/sources.list"
    : >"$apt/installed"
    get arm64 update
    get arm64 install --yes --download-only nodejs
    for package in "$apt"/var/cache/apt/archives/*.deb; do dpkg-deb --extract "$package" "$folder/root"; done
    get "$(dpkg --print-architecture)" update
    cd "$apt"
    get "$(dpkg --print-architecture)" download qemu-user
    dpkg-deb --fsys-tarfile qemu-user_*.deb | tar -x -C "$folder" --strip-components=3 ./usr/bin/qemu-aarch64
    cd "$folder"
    rm -rf "$apt"
    echo "$preload" >preload.cjs
    echo "$wrapper" >node
    chmod +x node
    ./node --version
  ' arm64 "$1" "deb [signed-by=$KEYS] $mirror $RELEASE main" "$WRAPPER" "$PRELOAD"
}

# As the last command: the process becomes Node.js, so that signals reach it.
node_of_arm64() {
  if [ "$(uname -m)" = aarch64 ]; then
    echo "$NAME: this machine is one, so its own Node.js runs" >&2
    exec node "$@"
  else
    build
    exec "$(system)/node" "$@"
  fi
}

run_tests() {
  [ $# -gt 0 ] || set -- forward/ proxy-protocol/
  node "$CHECKOUT/scripts/ready.mjs"
  node_of_arm64 "$CHECKOUT/scripts/test.mjs" --one-process "$@"
}

check_shared_words "$@"
case $1 in
  build) ;;
  node | test) ;;
  *) wrong_usage "there is no command $1" ;;
esac

if [ "$(uname -m)" != aarch64 ]; then
  for program in apt-get dpkg-deb flock; do
    type -P "$program" >/dev/null || fail "needs $program (this works on Debian)"
  done
  [ -r "$KEYS" ] || fail "needs $KEYS (Debian package debian-archive-keyring)"
  { mkdir -p "$CACHE" && [ -w "$CACHE" ]; } 2>/dev/null ||
    fail "cannot write to $CACHE: needs root, or a folder of your own in SMGW_PROXY_CACHE"
fi
case $1 in
  build) node_of_arm64 --version ;;
  node) node_of_arm64 "${@:2}" ;;
  test) run_tests "${@:2}" ;;
esac
