#!/usr/bin/env bash
# Two gateways with one address on two links of one Pi, in network namespaces: for tests and for trying out by hand.
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/two-gateways.sh up|down [PREFIX]

Needs root and iproute2. Nothing outside the namespaces is touched. PREFIX is smgw2 when left out.

  PREFIX-gateway1  10.11.120.2, fe80::2 ── eth1 10.11.120.1, fe80::1 ┐
                                                                     ├ PREFIX-pi
  PREFIX-gateway2  10.11.120.2, fe80::2 ── eth2 10.11.120.3, fe80::1 ┘

Each address of the Pi has a rule and a table of its own, 101 and 102. Both links are in the main table as well, which
prefers eth2.

Exit status: 0 done, 1 could not be done, 2 wrong usage.
END
}

[[ ${1:-} =~ ^(up|down)$ && $# -le 2 && ${2:-smgw2} =~ ^[a-z0-9][a-z0-9-]{0,31}$ ]] || {
  usage >&2
  exit 2
}
readonly command=$1 prefix=${2:-smgw2}

at() {
  ip -n "$prefix-$1" "${@:2}"
}

# link NUMBER OWN-ADDRESS
link() {
  local gateway=gateway$1 name=eth$1 table=10$1 own=$2
  at pi link add "$name" type veth peer name eth0 netns "$prefix-$gateway"
  at pi link set "$name" addrgenmode none
  at "$gateway" link set eth0 addrgenmode none
  at pi link set "$name" up
  at "$gateway" link set eth0 up
  at "$gateway" address add 10.11.120.2/24 dev eth0
  at "$gateway" address add fe80::2/64 dev eth0 nodad
  at pi address add "$own/24" dev "$name"
  at pi address add fe80::1/64 dev "$name" nodad
  at pi route add 10.11.120.0/24 dev "$name" table "$table"
  at pi rule add priority "$table" from "$own" table "$table"
}

up() {
  trap down ERR
  for host in pi gateway1 gateway2; do
    ip netns add "$prefix-$host"
    at "$host" link set lo up
  done
  link 2 10.11.120.3
  link 1 10.11.120.1
}

# A namespace lives on without its name as long as a process is in it.
down() {
  local host pids
  for host in pi gateway1 gateway2; do
    [ -e "/run/netns/$prefix-$host" ] || continue
    pids=$(ip netns pids "$prefix-$host" || true)
    # shellcheck disable=SC2086 # one word for each
    [ -z "$pids" ] || kill -KILL $pids 2>/dev/null || true
    ip netns delete "$prefix-$host"
  done
}

"$command"
