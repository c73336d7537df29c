#!/usr/bin/env bash
# Runs the Ansible of a current Debian: the one of this machine may be too old for the Python of that Debian.
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/ansible.sh COMMAND [WORDS…]

Makes a minimal Debian with the package ansible-core, and runs commands in it. Needs root and debootstrap.

  build       make the system; run does so itself the first time (a few minutes)
  run WORDS…  run a command as root: run ansible-playbook --syntax-check playbook.yaml. It begins in the current folder,
              has this checkout and /tmp at their own places, and all of this machine below /host

The release is SMGW_PROXY_DEBIAN (default: trixie). The system is kept below SMGW_PROXY_CACHE (default:
/var/cache/smgw-proxy-test) and made with the Debian mirror of this machine. What is written elsewhere is in memory.

Exit status: that of the command for run; 1 could not be made, 2 wrong usage.
END
}

readonly NAME=ansible
# shellcheck source=scripts/debian-cache.sh
source "$(dirname "$(realpath "$0")")/debian-cache.sh"
readonly HAS=(ansible-core)
CHECKOUT=$(dirname "$(dirname "$(realpath "$0")")")
readonly CHECKOUT

# The name changes with everything that goes into the system.
system() {
  echo "$CACHE/ansible-$RELEASE-$({ declare -f minimal assemble && echo "${HAS[*]}"; } | sha256sum | head -c 12)"
}

remove_unused() {
  rm -rf "$CACHE/ansible-$RELEASE"-*
}

assemble() {
  minimal "$1" "${HAS[@]}"
}

run() {
  build
  exec unshare --mount bash -euc "$INSIDE" ansible "$(system)" "$CHECKOUT" "$PWD" "$@"
}

# The words of the shell that becomes the command; its mounts end with it.
# shellcheck disable=SC2016
readonly INSIDE='
  system=$1 checkout=$2 folder=$3
  shift 3
  mount --make-rslave /
  mount -t tmpfs tmpfs /mnt
  mkdir /mnt/root /mnt/upper /mnt/work
  root=/mnt/root
  mount -t overlay overlay -o "lowerdir=$system,upperdir=/mnt/upper,workdir=/mnt/work" $root
  mkdir -p $root/host "$root$checkout"
  for each in /proc /sys /dev /tmp "$checkout"; do mount --rbind "$each" "$root$each"; done
  mount --rbind / $root/host
  exec chroot $root env -i -C "$folder" HOME=/root LANG=C.UTF-8 \
    PATH=/usr/sbin:/usr/bin:/sbin:/bin PYTHONDONTWRITEBYTECODE=1 "$@"
'

check_shared_words "$@"
case $1 in
  build) ;;
  run) [ $# -gt 1 ] || wrong_usage 'run: the command is missing' ;;
  *) wrong_usage "there is no command $1" ;;
esac

[ "$(id -u)" = 0 ] || fail 'needs root'
for program in debootstrap unshare; do
  type -P "$program" >/dev/null || fail "needs $program"
done
"$@"
