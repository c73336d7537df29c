#!/usr/bin/env bash
# A real Debian in the place of the Raspberry Pi of scripts/test-bed.sh: systemd, NetworkManager, dbus, avahi.
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/debian-root.sh COMMAND [PREFIX [WORDS…]]

Boots Debian in the network namespace PREFIX-pi (default: smgw) of a test bed that is up. Needs root and debootstrap.
Each boot of a new PREFIX begins with the same fresh system; it has no way to the internet, but the packages that
smgw-proxy depends on are there to be installed. NetworkManager has eth0 (the cable to the gateway, no profile) and
wlan0 (profile "home", 192.168.0.10).

  build               make the fresh system; up does so itself the first time (a few minutes)
  up [PREFIX]         boot, and wait until everything runs
  up PREFIX equipped  the same with those packages installed
  up PREFIX raspberry-pi-os
                      fresh, with what Raspberry Pi OS has beyond Debian: cloud-init, netplan, and the files of its
                      Imager on /boot/firmware. The profiles of eth0 (DHCP) and wlan0 are netplan's
  exec PREFIX WORDS…  run a command as root in it: exec smgw systemctl status
  restart [PREFIX]    shut it down and boot it again
  down [PREFIX]       remove it, with every process and every file; good at any time

The release is SMGW_PROXY_DEBIAN (default: trixie). The fresh system is kept below SMGW_PROXY_CACHE (default:
/var/cache/smgw-proxy-test) and made with the Debian mirror of this machine.

Exit status: that of the command for exec; otherwise 0 done, 1 could not be done, 2 wrong usage.
END
}

readonly NAME=debian-root
# shellcheck source=scripts/debian-cache.sh
source "$(dirname "$(realpath "$0")")/debian-cache.sh"
# Packages of Raspberry Pi OS that concern smgw-proxy: present before its installation.
readonly HAS=(systemd systemd-sysv dbus polkitd network-manager avahi-daemon avahi-utils libnss-mdns iproute2
  iputils-ping procps sudo)
# Dependencies of smgw-proxy beyond HAS: downloaded with their own dependencies, but not installed.
readonly TO_COME=(nodejs)
# Further packages for tests: downloaded likewise, and in no system from the start.
readonly FOR_TESTS=(curl openssh-server unattended-upgrades)
# Packages of Raspberry Pi OS beyond Debian, and its files; those of /boot/firmware are as its Imager writes them.
readonly PI_HAS=(cloud-init netplan.io)
PI_FILES=$(dirname "$(realpath "$0")")/raspberry-pi-os
readonly PI_FILES
# Units of no use in a namespace, or that would wake up during a test.
readonly ASLEEP=(systemd-sysctl.service systemd-modules-load.service systemd-udevd.service
  systemd-udev-trigger.service console-getty.service systemd-remount-fs.service apt-daily.timer
  apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer)
# How long a boot may take, in seconds, and how long a shutdown; both usually need less than ten.
readonly BOOT_LIMIT=120 STOP_LIMIT=60

# Another one for everything else that goes into it.
system() {
  echo "$CACHE/$RELEASE-$({
    declare -f minimal assemble
    echo "${HAS[*]} ${TO_COME[*]} ${FOR_TESTS[*]} ${PI_HAS[*]} ${ASLEEP[*]}"
    (cd "$PI_FILES" && find . -type f | sort | xargs sha256sum)
  } | sha256sum | head -c 12)"
}

# Removes earlier roots and the rest of an interrupted build, but no root that is booted.
remove_unused() {
  local each
  for each in "$CACHE/$RELEASE"-*; do
    grep -qsF "$each/" "$CACHE"/runs/*/layers || rm -rf "$each"
  done
}

# In a process of its own, as minimal.
assemble() {
  minimal "$1/fresh" "${HAS[@]}" && bash -euxc '
    system=$1 to_come=$2 for_tests=$3 asleep=$4 pi_has=$5 pi_files=$6 root=$1/fresh
    export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
    chroot "$root" apt-get install -y --download-only $to_come
    chroot "$root" apt-get install -y --no-install-recommends --download-only $for_tests $pi_has
    for unit in $asleep; do ln -sf /dev/null "$root/etc/systemd/system/$unit"; done
    echo smgw-proxy >"$root/etc/hostname"
    printf "127.0.0.1 localhost\n127.0.1.1 smgw-proxy\n::1 localhost\n" >"$root/etc/hosts"
    rm -f "$root/etc/machine-id" "$root/etc/resolv.conf"
    chroot "$root" systemd-machine-id-setup
    home="$root/etc/NetworkManager/system-connections/home.nmconnection"
    printf "%s\n" "[connection]" id=home type=ethernet interface-name=wlan0 \
      "[ipv4]" method=manual address1=192.168.0.10/24,192.168.0.1 dns=192.168.0.1 \
      "[ipv6]" method=link-local >"$home"
    chmod 600 "$home"
    # An overlay holds only the additions of such a system. The mount ends with the shell.
    add() {
      mkdir "$system/$1" "$system/$1.work"
      unshare --mount bash -euxc "
        mount -t overlay overlay -o lowerdir=$root,upperdir=$system/$1,workdir=$system/$1.work /mnt
        $2
      "
    }
    add equipped "chroot /mnt apt-get install -y --no-download $to_come"
    add raspberry-pi-os "
      chroot /mnt apt-get install -y --no-install-recommends --no-download $pi_has
      cp -r $pi_files/. /mnt/
      chmod 600 /mnt/usr/lib/netplan/*.yaml
      rm /mnt/${home#"$root"/}
    "
    rm "$root/usr/sbin/policy-rc.d"
  ' "$NAME" "$1" "${TO_COME[*]}" "${FOR_TESTS[*]}" "${ASLEEP[*]}" "${PI_HAS[*]}" "$PI_FILES"
}

up() {
  [ -e "/run/netns/$prefix-pi" ] || fail "there is no test bed $prefix; build it with: scripts/test-bed.sh up $prefix"
  [ ! -e "$run" ] || fail "$prefix exists already; remove it with: $0 down $prefix"
  build
  mkdir -p "$run/upper" "$run/work"
  case $kind in
    fresh) echo "$(system)/fresh" ;;
    *) echo "$(system)/$kind:$(system)/fresh" ;;
  esac >"$run/layers"
  boot
  # NetworkManager brings it up a little later than it says that it runs.
  timeout "$BOOT_LIMIT" bash -c "until ip -n '$prefix-pi' -4 address show wlan0 | grep -q inet; do sleep 0.1; done" ||
    fail 'wlan0 has no address'
}

boot() {
  # NetworkManager would take over existing addresses as foreign configuration, and the profile that goes with them.
  for interface in $(ip -n "$prefix-pi" -o link show type veth | sed 's/^[0-9]*: \([^@:]*\).*/\1/'); do
    ip -n "$prefix-pi" address flush dev "$interface"
    ip -n "$prefix-pi" link set "$interface" down
  done
  # Its rules would outlive a shutdown, unlike those of a machine.
  for priority in $(ip -n "$prefix-pi" rule | sed -n 's/^\([1-9][0-9]\{0,3\}\):.*/\1/p'); do
    ip -n "$prefix-pi" rule del priority "$priority"
  done
  trap 'ended; fail "did not boot, see $run/boot.log"' EXIT
  mkdir -p "$cgroup"
  (
    echo "$BASHPID" >"$cgroup/cgroup.procs"
    exec setsid ip netns exec "$prefix-pi" \
      unshare --mount --pid --fork --kill-child --uts --ipc --cgroup \
      bash -euc "$FIRST_PROCESS" debian-root "$(cat "$run/layers")" "$run"
  ) </dev/null >"$run/boot.log" 2>&1 &
  timeout "$BOOT_LIMIT" bash -c "until grep -qs . '$cgroup/init.scope/cgroup.procs'; do sleep 0.1; done"
  timeout "$BOOT_LIMIT" bash -c "until [ -S /proc/$(leader)/root/run/systemd/private ]; do sleep 0.1; done"
  # Says "degraded" with status 1 when a unit has failed: for the tests to judge.
  timeout "$BOOT_LIMIT" "$0" exec "$prefix" systemctl is-system-running --wait >"$run/state" ||
    grep -qx degraded "$run/state"
  trap - EXIT
}

# The script of a shell that becomes the first process. All mounts are in its own namespace and end with it. A
# read-only /sys tells systemd that there is no hardware to manage; NetworkManager then takes interfaces as they are.
# Only the network's part of /proc/sys is writable, because it belongs to the namespace.
# shellcheck disable=SC2016
readonly FIRST_PROCESS='
  layers=$1 run=$2
  mount --make-rprivate /
  mount -t tmpfs tmpfs /mnt
  root=/mnt/root
  mkdir $root
  mount -t overlay overlay -o "lowerdir=$layers,upperdir=$run/upper,workdir=$run/work" $root
  cd $root
  mount -t proc proc proc
  mount --bind proc/sys proc/sys
  mount -o remount,bind,ro proc/sys
  mount --bind proc/sys/net proc/sys/net
  mount -o remount,bind,rw proc/sys/net
  mount -t sysfs -o ro sysfs sys
  mount -t cgroup2 none sys/fs/cgroup
  mount -t tmpfs -o mode=755 tmpfs run
  mount -t tmpfs -o mode=755 tmpfs dev
  for device in null zero full random urandom tty; do
    : >dev/$device
    mount --bind /dev/$device dev/$device
  done
  mkdir dev/pts dev/shm
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
  mount -t tmpfs -o mode=1777 tmpfs dev/shm
  ln -s pts/ptmx dev/ptmx
  ln -s /proc/self/fd dev/fd
  hostname smgw-proxy
  mkdir run/old
  pivot_root . run/old
  umount -l /run/old
  rmdir /run/old
  exec env -i container=lxc /lib/systemd/systemd --system
'

leader() {
  head -n 1 "$cgroup/init.scope/cgroup.procs" 2>/dev/null
}

enter() {
  local first
  first=$(leader) && [ -n "$first" ] || fail "$prefix is not up"
  exec nsenter -t "$first" -m -u -i -n -p -C -- \
    env -i HOME=/root USER=root LANG=C.UTF-8 TERM="${TERM:-dumb}" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

populated() {
  grep -qs '^populated 1' "$cgroup/cgroup.events"
}

# Ends what runs, and removes its cgroup; the mounts go with the processes.
ended() {
  [ -e "$cgroup" ] || return 0
  echo 1 >"$cgroup/cgroup.kill"
  while populated; do sleep 0.05; done
  find "$cgroup" -depth -type d -exec rmdir {} +
}

restart() {
  "$0" exec "$prefix" systemctl poweroff || fail "$prefix could not be shut down"
  for ((tenths = STOP_LIMIT * 10; tenths > 0; tenths--)); do
    populated || break
    sleep 0.1
  done
  ! populated || echo "debian-root: $prefix did not shut down in $STOP_LIMIT s, and was ended" >&2
  ended
  boot
}

down() {
  ended
  rm -rf "$run"
}

[ $# -gt 0 ] || wrong_usage 'a command is missing'
command=$1
shift
readonly prefix=${1:-smgw}
[ $# = 0 ] || shift
kind=fresh
case $command in
  exec) [ $# -gt 0 ] || wrong_usage 'exec: the prefix or the command is missing' ;;
  up)
    [ $# -le 1 ] || wrong_usage "too much: ${*:2}"
    kind=${1:-fresh}
    [[ $kind =~ ^(fresh|equipped|raspberry-pi-os)$ ]] ||
      wrong_usage "expected equipped, raspberry-pi-os or nothing, got $kind"
    ;;
  *) [ $# = 0 ] || wrong_usage "too much: $*" ;;
esac
[[ $prefix =~ ^[a-z0-9][a-z0-9-]{0,31}$ ]] || wrong_usage "expected a prefix of at most 32 of a-z, 0-9 and -, got $prefix"

case $command in
  -h | --help | help)
    usage
    exit
    ;;
  build | up | exec | restart | down) ;;
  *) wrong_usage "there is no command $command" ;;
esac

[ "$(id -u)" = 0 ] || fail 'needs root'
for program in debootstrap nsenter unshare ip; do
  type -P "$program" >/dev/null || fail "needs $program (Debian packages debootstrap, util-linux and iproute2)"
done
cgroups=$(findmnt -n -o TARGET -t cgroup2 | head -n 1)
[ -n "$cgroups" ] || fail 'needs the unified cgroup hierarchy (cgroup2), which is not mounted'
readonly run="$CACHE/runs/$prefix" cgroup="$cgroups/debian-root-$prefix"

case $command in
  exec) enter "$@" ;;
  *) "$command" ;;
esac
