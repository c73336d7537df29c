# shellcheck shell=bash
# What the scripts that make a Debian share: one place for made systems, the mirror of this machine, and errors. To be
# sourced. NAME is that of the script; usage, system (the path of the made one), remove_unused and assemble are its own.

readonly RELEASE=${SMGW_PROXY_DEBIAN:-trixie}
readonly CACHE=${SMGW_PROXY_CACHE:-/var/cache/smgw-proxy-test}

fail() {
  echo "$NAME: $*" >&2
  exit 1
}

wrong_usage() {
  printf '%s: %s\n\n' "$NAME" "$1" >&2
  usage >&2
  exit 2
}

# The words that every such script understands; help ends here.
check_shared_words() {
  case ${1-} in
    '') wrong_usage 'a command is missing' ;;
    -h | --help | help)
      usage
      exit
      ;;
    build) [ $# = 1 ] || wrong_usage "too much: ${*:2}" ;;
  esac
}

mirror() {
  local found
  found=$(grep -rhvE '^\s*#' /etc/apt --include='*.list' --include='*.sources' |
    grep -oE 'https?://[^[:space:]]+/debian/?([[:space:]]|$)' | head -n 1) || fail 'no Debian mirror in /etc/apt'
  echo "${found%%[[:space:]]}"
}

# minimal FOLDER PACKAGES…: a Debian with these packages, in which no service starts. In a process of its own, so that a
# failing command ends it whatever stands around the call.
minimal() {
  MIRROR=$(mirror) bash -euxc '
    release=$1 root=$2
    mkdir -p "$root"
    debootstrap --variant=minbase "$release" "$root" "$MIRROR"
    echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/quick"
    printf "#!/bin/sh\nexit 101\n" >"$root/usr/sbin/policy-rc.d"
    chmod +x "$root/usr/sbin/policy-rc.d"
    export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
    chroot "$root" apt-get update
    chroot "$root" apt-get install -y --no-install-recommends "${@:3}"
    chroot "$root" apt-get clean
  ' "$NAME" "$RELEASE" "$@"
}

# Makes the system unless it is there; a second caller waits for the first.
build() {
  local system
  system=$(system)
  mkdir -p "$CACHE"
  exec 9>"$CACHE/$NAME.lock"
  flock 9
  if [ ! -e "$system" ]; then
    echo "$NAME: making a fresh $RELEASE (once, a few minutes) …" >&2
    remove_unused
    assemble "$system.new" >"$CACHE/$NAME.log" 2>&1 || fail "could not be made, see $CACHE/$NAME.log"
    mv "$system.new" "$system"
  fi
  exec 9>&-
}
