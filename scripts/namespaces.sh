# shellcheck shell=bash
# What the test beds share: hosts that are network namespaces PREFIX-HOST, cables between them, and their removal.
# HOSTS is set by the bed, prefix by its command line.

fail() {
  echo "$(basename "$0" .sh): $*" >&2
  exit 1
}

wrong_usage() {
  printf '%s: %s\n\n' "$(basename "$0" .sh)" "$1" >&2
  usage >&2
  exit 2
}

# at HOST IP-ARGUMENTS…: what ip(8) does, in that host.
at() {
  ip -n "$prefix-$1" "${@:2}" || fail "could not be done in $prefix-$1: ip ${*:2}"
}

# tune HOST KEY=VALUE…: kernel settings of that host alone.
tune() {
  ip netns exec "$prefix-$1" sysctl -qw "${@:2}" || fail "could not set ${*:2} in $prefix-$1"
}

exists() {
  [ -e "/run/netns/$prefix-$1" ]
}

# cable HOST INTERFACE HOST INTERFACE: both ends are made inside their hosts, so no name is ever taken elsewhere. No
# IPv6 address is made up by the kernel: those given later can be used at once, without waiting for the link.
cable() {
  at "$1" link add "$2" type veth peer name "$4" netns "$prefix-$3"
  at "$1" link set "$2" addrgenmode none
  at "$3" link set "$4" addrgenmode none
  at "$1" link set "$2" up
  at "$3" link set "$4" up
}

# The bed's own "build" makes the rest.
up() {
  local host
  for host in "${HOSTS[@]}"; do
    if exists "$host"; then fail "$prefix-$host exists already; remove it with: $0 down $prefix"; fi
  done
  trap 'down; fail "not built, and nothing left"' EXIT
  for host in "${HOSTS[@]}"; do
    ip netns add "$prefix-$host" || fail "could not make the namespace $prefix-$host"
    at "$host" link set lo up
  done
  build
  trap - EXIT
}

# A namespace lives on without its name as long as a process is in it.
down() {
  local host pids
  for host in "${HOSTS[@]}"; do
    exists "$host" || continue
    pids=$(ip netns pids "$prefix-$host" || true)
    # shellcheck disable=SC2086 # one word for each
    [ -z "$pids" ] || kill -KILL $pids 2>/dev/null || true
    ip netns delete "$prefix-$host" || fail "could not remove the namespace $prefix-$host"
  done
}

# take_prefix [PREFIX]: checks what is left of the command line.
take_prefix() {
  [ $# -le 1 ] || wrong_usage "too much: ${*:2}"
  readonly prefix=${1:-smgw}
  [[ $prefix =~ ^[a-z0-9][a-z0-9-]{0,31}$ ]] ||
    wrong_usage "expected a prefix of at most 32 of a-z, 0-9 and -, got $prefix"
}

# Only then is the command line known to be right.
need_rights() {
  local program
  [ "$(id -u)" = 0 ] || fail 'needs root'
  for program in ip sysctl; do
    type -P "$program" >/dev/null || fail "needs $program (Debian packages iproute2 and procps)"
  done
}
