#!/usr/bin/env bash
# The reference topology in Linux network namespaces, for the tests and for trying things out by hand.
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/test-bed.sh COMMAND [PREFIX]

Builds the reference topology of smgw-proxy in network namespaces. Needs root and iproute2. Nothing outside the
namespaces is touched; beds with different prefixes (default: smgw) stand side by side.

  PREFIX-laptop         192.168.0.11 ──┐                PREFIX-pi                          PREFIX-gateway
  PREFIX-homeassistant  192.168.0.12 ──┼── wlan0 192.168.0.10   eth0 10.11.120.1 ── cable ── 10.11.120.2
  PREFIX-home (router)  192.168.0.1  ──┘        fe80::10                fe80::1               fe80::2
        └── PREFIX-outside 203.0.113.7, a client from the internet

Laptop and Home Assistant send what is for 10.11.120.2 to the Pi, which does not forward. The gateway has no default
route and does not answer ping.

  up                build it, or leave nothing
  down              remove it with every process that runs in it; good at any time
  pull, plug        pull the cable out of the gateway, plug it in again
  remove-wlan0      take the Pi's Wi-Fi away
  add-wlan0         bring it back, with its address
  lease ADDRESS     give wlan0 this IPv4 address in place of the one it has, as DHCP does: lease 192.168.0.20 [PREFIX]

Run a command in it:     ip netns exec smgw-laptop curl -k https://192.168.0.10:8080/
See all it consists of:  ip -all netns exec ip -brief address

Exit status: 0 done, 1 could not be done, 2 wrong usage.
END
}

readonly HOSTS=(gateway pi laptop homeassistant home outside)
readonly HOME_BITS=24
readonly PI_WIFI=192.168.0.10

# shellcheck source=scripts/namespaces.sh
source "$(dirname "$(realpath "$0")")/namespaces.sh"

# to_home HOST INTERFACE [IPV6]: a cable into the home network's switch.
to_home() {
  cable "$1" "$2" home "$1"
  at home link set "$1" master switch
}

# lease4 HOST INTERFACE ADDRESS: an address in the home network, and the router's as the way out.
lease4() {
  at "$1" address add "$3/$HOME_BITS" dev "$2"
  at "$1" route replace default via 192.168.0.1
}

link_local() {
  at "$1" address add "$3/64" dev "$2" nodad
}

build() {
  build_han
  build_home
  build_outside
}

build_han() {
  tune gateway net.ipv4.icmp_echo_ignore_all=1 net.ipv6.icmp.echo_ignore_all=1
  tune pi net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0
  cable gateway eth0 pi eth0
  at gateway address add 10.11.120.2/24 dev eth0
  at pi address add 10.11.120.1/24 dev eth0
  link_local gateway eth0 fe80::2
  link_local pi eth0 fe80::1
}

build_home() {
  at home link add switch type bridge mcast_snooping 0
  at home link set switch up
  at home address add "192.168.0.1/$HOME_BITS" dev switch
  add_wlan0
  add_client laptop 192.168.0.11 fe80::11
  add_client homeassistant 192.168.0.12 fe80::12
}

add_client() {
  to_home "$1" eth0
  lease4 "$1" eth0 "$2"
  link_local "$1" eth0 "$3"
  at "$1" route add 10.11.120.0/24 via "$PI_WIFI"
}

# The same hardware address each time: the neighbours remember it.
add_wlan0() {
  to_home pi wlan0
  at pi link set wlan0 address 02:00:00:00:00:10
  lease4 pi wlan0 "$PI_WIFI"
  link_local pi wlan0 fe80::10
}

# The home network's router hands packets on in both directions; the Pi never does.
build_outside() {
  cable outside eth0 home wan
  at home address add 203.0.113.1/24 dev wan
  at outside address add 203.0.113.7/24 dev eth0
  at outside route add default via 203.0.113.1
  tune home net.ipv4.ip_forward=1
}

# An interface that goes down loses its IPv6 addresses.
plug() {
  at gateway link set eth0 up
  link_local gateway eth0 fe80::2
}

lease() {
  at pi -4 address flush dev wlan0
  lease4 pi wlan0 "$1"
}

[ $# -gt 0 ] || wrong_usage 'a command is missing'
command=$1
shift
if [ "$command" = lease ]; then
  [ $# -gt 0 ] || wrong_usage 'lease: the address is missing'
  address=$1
  shift
  [[ $address =~ ^192\.168\.0\.[0-9]+$ ]] || wrong_usage "expected an address 192.168.0.N, got $address"
fi
take_prefix "$@"

case $command in
  -h | --help | help)
    usage
    exit
    ;;
  up | down | pull | plug | remove-wlan0 | add-wlan0 | lease) ;;
  *) wrong_usage "there is no command $command" ;;
esac

need_rights
case $command in up | down) ;; *) exists pi || fail "there is no test bed $prefix; build it with: $0 up $prefix" ;; esac

case $command in
  pull) at gateway link set eth0 down ;;
  remove-wlan0) at pi link delete wlan0 ;;
  add-wlan0) add_wlan0 ;;
  lease) lease "$address" ;;
  *) "$command" ;;
esac
