#!/usr/bin/env bash
# Tries a fresh clone on a Debian that has Node.js, npm and git and nothing else: both commands of the README.
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/bare-debian.sh COMMAND [WORDS…]

Makes a minimal Debian with the packages nodejs, npm and git, and tries the last commit of this checkout in it. Needs
root and debootstrap. The system is kept for the next time; each trial starts with it unchanged.

  build             make the system; try does so itself the first time (a few minutes)
  try USER          clone as USER, root or home, then "npm run demo" until it has answered, and "npm test"
  try USER WORDS…   the same with only the tests whose path holds one of the words

The release is SMGW_PROXY_DEBIAN (default: trixie). The system is kept below SMGW_PROXY_CACHE (default:
/var/cache/smgw-proxy-test) and made with the Debian mirror of this machine. npm uses the registry and the certificates
that npm has on this machine.

Exit status: that of the trial; 1 could not be made, 2 wrong usage.
END
}

readonly NAME=bare-debian
# shellcheck source=scripts/debian-cache.sh
source "$(dirname "$(realpath "$0")")/debian-cache.sh"
readonly HAS=(nodejs npm git)
CHECKOUT=$(dirname "$(dirname "$(realpath "$0")")")
readonly CHECKOUT

# The name changes with everything that goes into the system.
system() {
  echo "$CACHE/bare-$RELEASE-$({ declare -f minimal assemble && echo "${HAS[*]}"; } | sha256sum | head -c 12)"
}

remove_unused() {
  rm -rf "$CACHE/bare-$RELEASE"-*
}

assemble() {
  minimal "$1" "${HAS[@]}" && chroot "$1" useradd --create-home --shell /bin/bash home
}

# Everything that the trial writes is in memory, and every process and mount ends with the shell.
try() {
  local user=$1 work test="npm test"
  [ $# = 1 ] || test="node scripts/test.mjs ${*:2}"
  build
  work=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$work'" EXIT
  git clone --quiet "$CHECKOUT" "$work/smgw-proxy"
  npm_settings "$work"
  unshare --mount --pid --fork --kill-child --uts --ipc \
    bash -euc "$TRIAL" bare-debian "$(system)" "$work" "$user" "$test"
}

# npm's registry, proxy and certificates of this machine, for npm in the other system: settings and one file of
# certificates.
npm_settings() {
  local key value certificates
  certificates=$(npm config get cafile)
  [ -f "$certificates" ] || certificates=${NODE_EXTRA_CA_CERTS:-}
  for key in registry proxy https-proxy noproxy; do
    value=$(npm config get "$key")
    case $value in null | undefined | '') ;; *) echo "$key=$value" ;; esac
  done >"$1/npmrc"
  [ ! -f "$certificates" ] || cp "$certificates" "$1/certificates.pem"
}

# The words of the shell that is the first process of the trial.
# shellcheck disable=SC2016
readonly TRIAL='
  system=$1 work=$2 user=$3 test=$4
  mount --make-rprivate /
  mount -t tmpfs tmpfs /mnt
  mkdir /mnt/root /mnt/upper /mnt/work
  root=/mnt/root
  mount -t overlay overlay -o "lowerdir=$system,upperdir=/mnt/upper,workdir=/mnt/work" $root
  mount -t proc proc $root/proc
  mount -t sysfs -o ro sysfs $root/sys
  mount --rbind /dev $root/dev
  mount -t tmpfs -o mode=1777 tmpfs $root/tmp
  cp /etc/resolv.conf $root/etc/resolv.conf
  printf "127.0.0.1 localhost\n::1 localhost\n" >$root/etc/hosts
  settings=(LANG=C.UTF-8 PATH=/usr/local/bin:/usr/bin:/bin)
  home=$(chroot $root getent passwd "$user" | cut -d : -f 6)
  cp -r $work/smgw-proxy $root$home/
  cp $work/npmrc $root$home/.npmrc
  if [ -f $work/certificates.pem ]; then
    cp $work/certificates.pem $root/etc/ssl/certificates.pem
    chmod 644 $root/etc/ssl/certificates.pem
    echo cafile=/etc/ssl/certificates.pem >>$root$home/.npmrc
  fi
  chroot $root chown -R "$user" "$home"
  exec chroot $root setpriv --reuid "$user" --regid "$(chroot $root id -g "$user")" --init-groups \
    env -i -C "$home/smgw-proxy" HOME="$home" USER="$user" "${settings[@]}" \
    sh -euc "node scripts/try-demo.mjs && $test"
'

check_shared_words "$@"
case $1 in
  build) ;;
  try) [[ ${2-} =~ ^(root|home)$ ]] || wrong_usage 'try: expected root or home' ;;
  *) wrong_usage "there is no command $1" ;;
esac

[ "$(id -u)" = 0 ] || fail 'needs root'
for program in debootstrap unshare git npm; do
  type -P "$program" >/dev/null || fail "needs $program"
done
"$@"
