#!/usr/bin/env bash
# The container image of packaging/container, made without a registry from a Debian of this machine's mirror.
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/container-image.sh COMMAND [WORDS…]

Makes the image localhost/smgw-proxy from packaging/container/Containerfile and a Debian package (npm run package:deb).
Needs root, dpkg, debootstrap, and podman with buildah and runc. Images and containers are kept apart from those of this
machine, below SMGW_PROXY_CACHE (default: /var/cache/smgw-proxy-test).

The image is for this machine's processor, or for SMGW_PROXY_ARCH: amd64, arm64. For the other one it needs the Debian
package qemu-user-static, and is about ten times slower.

  build          make the Debian that stands for debian:trixie-slim; image does so itself the first time
  image FILE     make the image from this package: image dist/smgw-proxy_0.1.0_all.deb
  podman WORDS…  podman with that image, and cgroups of this machine: podman run --rm localhost/smgw-proxy --version

Exit status: that of podman; 1 could not be made, 2 wrong usage.
END
}

readonly NAME=container-image
# shellcheck source=scripts/debian-cache.sh
source "$(dirname "$(realpath "$0")")/debian-cache.sh"
CHECKOUT=$(dirname "$(dirname "$(realpath "$0")")")
readonly CHECKOUT

check_shared_words "$@"
[ "$(id -u)" = 0 ] || fail 'needs root'
OWN_ARCH=$(dpkg --print-architecture)
readonly OWN_ARCH
readonly ARCH=${SMGW_PROXY_ARCH:-$OWN_ARCH}

system() {
  echo "$CACHE/slim-$RELEASE-$ARCH-$({ declare -f assemble; } | sha256sum | head -c 12).tar"
}

remove_unused() {
  rm -rf "$CACHE/slim-$RELEASE-$ARCH"-*
}

assemble() {
  MIRROR=$(mirror) bash -euxc '
    root=$(mktemp -d)
    trap "rm -rf $root" EXIT
    # This becomes the mode of / in the image, which its user has to enter.
    chmod 755 "$root"
    debootstrap --variant=minbase --arch "$2" "$3" "$root" "$MIRROR"
    tar -C "$root" -cf "$1" .
  ' "$NAME" "$1" "$ARCH" "$RELEASE"
}

readonly STORE=(--root "$CACHE/containers-$ARCH" --runroot "$CACHE/containers-$ARCH-run" --storage-driver vfs)

image() {
  local folder
  [ -e "$1" ] || fail "there is no package $1; make it with: npm run package:deb"
  build
  folder=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$folder'" EXIT
  cp "$1" "$CHECKOUT/packaging/container/Containerfile" "$folder"
  podman "${STORE[@]}" import --quiet --arch "$ARCH" "$(system)" localhost/debian:trixie-slim >/dev/null
  buildah "${STORE[@]}" build --arch "$ARCH" --isolation chroot --format docker --pull=false \
    --build-arg BASE=localhost/debian:trixie-slim -t localhost/smgw-proxy "$folder"
}

# enter_emulation CPU WORDS…: returns if the kernel starts programs for this CPU. Otherwise the script begins again in a
# mount namespace of its own, with QEMU registered. The registration ends with the last process in there, such as a
# container's. Linux before 6.7 keeps it, as does a machine that has binfmt_misc mounted.
enter_emulation() {
  local format=qemu-$1 formats=/proc/sys/fs/binfmt_misc
  if [ ! -e "$formats/$format" ]; then
    [ -r "/usr/lib/binfmt.d/$format.conf" ] || fail "needs QEMU for $ARCH (Debian package qemu-user-static)"
    # shellcheck disable=SC2016
    exec unshare --mount bash -euc '
      mount -t binfmt_misc "$0" "$1"
      [ -e "$1/$2" ] || cat "/usr/lib/binfmt.d/$2.conf" >"$1/register"
      exec "${@:3}"
    ' "$NAME" "$formats" "$format" "$0" "${@:2}"
  fi
}

case $ARCH in
  "$OWN_ARCH") ;;
  amd64) enter_emulation x86_64 "$@" ;;
  arm64) enter_emulation aarch64 "$@" ;;
  *) fail "SMGW_PROXY_ARCH: expected amd64 or arm64, got $ARCH" ;;
esac
case $1 in
  build) build ;;
  image)
    [ $# = 2 ] || wrong_usage 'image: expected one package'
    image "$2"
    ;;
  podman) exec podman "${STORE[@]}" --cgroup-manager cgroupfs --runtime runc "${@:2}" ;;
  *) wrong_usage "there is no command $1" ;;
esac
