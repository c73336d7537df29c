#!/usr/bin/env bash
# Two Raspberry Pis in front of twelve gateways, in Linux network namespaces: for examples/fleet, its tests and docs.
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/fleet-bed.sh COMMAND [PREFIX]

Builds what examples/fleet describes in network namespaces. Needs root and iproute2. Nothing outside the namespaces is
touched; beds with different prefixes (default: smgw) stand side by side.

  PREFIX-reader   192.168.77.10 ──┐          ┌── lan0 192.168.77.11  PREFIX-pi1  han0 10.11.120.1 ──┐
  PREFIX-haproxy  192.168.77.5  ──┤ switch,  │                                                      ├── switch, han
                                  └ lan ─────┴── lan0 192.168.77.12  PREFIX-pi2  han0 10.11.120.3 ──┤
                                                              PREFIX-gateways  10.11.120.101 … 112 ─┘

  up               build it, or leave nothing
  down             remove it with every process that runs in it; good at any time
  pull HOST NIC    pull the cable of this interface out of the switch: pull pi1 han0 [PREFIX]
  plug HOST NIC    plug it in again

Exit status: 0 done, 1 could not be done, 2 wrong usage.
END
}

readonly HOSTS=(switch reader haproxy pi1 pi2 gateways)
readonly GATEWAYS=12

# shellcheck source=scripts/namespaces.sh
source "$(dirname "$(realpath "$0")")/namespaces.sh"

# to HOST INTERFACE BRIDGE ADDRESS…: the other end of the cable has the name HOST-INTERFACE.
to() {
  local address
  cable "$1" "$2" switch "$1-$2"
  at switch link set "$1-$2" master "$3"
  for address in "${@:4}"; do at "$1" address add "$address/24" dev "$2"; done
}

build() {
  local bridge i
  for bridge in lan han; do
    at switch link add "$bridge" type bridge mcast_snooping 0
    at switch link set "$bridge" up
  done
  to reader lan0 lan 192.168.77.10
  to haproxy lan0 lan 192.168.77.5
  for i in 1 2; do
    to "pi$i" lan0 lan "192.168.77.1$i"
    to "pi$i" han0 han "10.11.120.$((2 * i - 1))"
    # A pulled cable counts at once, also for connections that are being opened; see docs/fleet.md.
    tune "pi$i" net.ipv4.conf.all.ignore_routes_with_linkdown=1 net.ipv4.conf.default.ignore_routes_with_linkdown=1
  done
  # shellcheck disable=SC2046 # one word for each
  to gateways han0 han $(seq -f '10.11.120.%g' 101 $((100 + GATEWAYS)))
}

[ $# -gt 0 ] || wrong_usage 'a command is missing'
command=$1
shift
case $command in
  -h | --help | help)
    usage
    exit
    ;;
  up | down) ;;
  pull | plug)
    [ $# -ge 2 ] || wrong_usage "$command: host and interface are missing"
    end=$1-$2
    shift 2
    ;;
  *) wrong_usage "there is no command $command" ;;
esac
take_prefix "$@"
need_rights

case $command in
  pull) at switch link set "$end" down ;;
  plug) at switch link set "$end" up ;;
  *) "$command" ;;
esac
