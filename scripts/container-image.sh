#!/usr/bin/env bash
# The container image of packaging/container, made without a registry from a Debian of this machine's mirror.
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/container-image.sh COMMAND [WORDS…]

Makes the image localhost/smgw-proxy from packaging/container/Containerfile and a Debian package (npm run package:deb).
Needs root, debootstrap and podman with buildah and runc. Images and containers are kept apart from those of this
machine, below SMGW_PROXY_CACHE (default: /var/cache/smgw-proxy-test).

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

system() {
  echo "$CACHE/slim-$RELEASE-$({ declare -f assemble; } | sha256sum | head -c 12).tar"
}

remove_unused() {
  rm -rf "$CACHE/slim-$RELEASE"-*
}

assemble() {
  MIRROR=$(mirror) bash -euxc '
    root=$(mktemp -d)
    trap "rm -rf $root" EXIT
    # This becomes the mode of / in the image, which its user has to enter.
    chmod 755 "$root"
    debootstrap --variant=minbase "$2" "$root" "$MIRROR"
    tar -C "$root" -cf "$1" .
  ' "$NAME" "$1" "$RELEASE"
}

readonly STORE=(--root "$CACHE/containers" --runroot "$CACHE/containers-run" --storage-driver vfs)

image() {
  local folder
  [ -e "$1" ] || fail "there is no package $1; make it with: npm run package:deb"
  build
  folder=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$folder'" EXIT
  cp "$1" "$CHECKOUT/packaging/container/Containerfile" "$folder"
  podman "${STORE[@]}" import --quiet "$(system)" localhost/debian:trixie-slim >/dev/null
  buildah "${STORE[@]}" build --isolation chroot --format docker --pull=false \
    --build-arg BASE=localhost/debian:trixie-slim -t localhost/smgw-proxy "$folder"
}

check_shared_words "$@"
[ "$(id -u)" = 0 ] || fail 'needs root'
case $1 in
  build) build ;;
  image)
    [ $# = 2 ] || wrong_usage 'image: expected one package'
    image "$2"
    ;;
  podman) exec podman "${STORE[@]}" --cgroup-manager cgroupfs --runtime runc "${@:2}" ;;
  *) wrong_usage "there is no command $1" ;;
esac
