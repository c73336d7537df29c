#!/bin/sh
# Installs smgw-proxy from the package beside this file, and sets it up. It may run again at any time.
set -eu

# The package that this file belongs to. Making a release fills both in.
readonly PACKAGE='@PACKAGE@' SHA256='@SHA256@'

readonly CONFIG=/etc/smgw-proxy/config.yaml
# Seconds to wait while another program installs packages.
readonly LOCK_WAIT=600

# Prints the first text in German, the second in English; on a terminal no line ends within a word.
text() {
  case $language in
    de) said=$1 ;;
    *) said=$2 ;;
  esac
  if [ -t 1 ]; then
    printf '%s\n' "$said" | fold -s -w 80
  else
    printf '%s\n' "$said"
  fi
}

fail() {
  text "$@" >&2
  exit 1
}

wrong_usage() {
  text "$@" >&2
  exit 2
}

usage() {
  text 'Aufruf: sudo bash install.sh [--lang de|en] [--yes] [--wait]

Installiert smgw-proxy aus dem Paket, das neben dieser Datei liegt, und richtet es ein.
Was schon erledigt ist, bleibt, wie es ist.

  --lang de|en  Sprache; ohne Angabe wird einmal gefragt, bei --yes gilt die des Systems
  --yes         nichts fragen, alles einrichten
  --wait        mit --yes: gleich enden; eingerichtet wird, sobald Netz, Kabel und
                Gateway da sind, auch nach einem Neustart
  --help        diese Hilfe

Endet mit 0: erledigt; 1: nicht erledigt; 2: falsche Angaben; 3: nicht zugestimmt;
4: eingerichtet, aber die Prüfung am Ende hat etwas gefunden.' \
    'Usage: sudo bash install.sh [--lang de|en] [--yes] [--wait]

Installs smgw-proxy from the package beside this file, and sets it up.
Everything that is done already stays as it is.

  --lang de|en  language; when left out, asked for once, or that of the system with --yes
  --yes         ask nothing, set everything up
  --wait        with --yes: end soon; it is set up as soon as network, cable and
                gateway are there, also after a restart
  --help        this help

Exit status: 0 done; 1 not done; 2 wrong options; 3 not agreed;
4 set up, but the check at the end has found something.'
}

# German where the system is; the first variable that is set decides, see locale(7).
system_language() {
  case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
    de | de[_.@-]* | german* | deutsch*) echo de ;;
    *) echo en ;;
  esac
}

# The command to run this file again, for a shell.
again() {
  case $0 in
    */*) file=$0 ;;
    *) file=install.sh ;;
  esac
  case $file in
    *[!A-Za-z0-9._/+-]*) file="'$file'" ;;
  esac
  echo "sudo bash $file$given"
}

read_options() {
  language=$(system_language) is_chosen='' is_agreed='' is_waiting='' given='' wants_help='' unknown=''
  while [ $# -gt 0 ]; do
    case $1 in
      --yes) is_agreed=true given="$given --yes" ;;
      --wait) is_waiting=true given="$given --wait" ;;
      --help | -h) wants_help=true ;;
      --lang=de | --lang=en) choose "${1#--lang=}" ;;
      --lang)
        case ${2-} in
          de | en)
            choose "$2"
            shift
            ;;
          *) unknown="--lang${2+ $2}" ;;
        esac
        ;;
      *) unknown=$1 ;;
    esac
    [ -z "$unknown" ] || break
    shift
  done
}

choose() {
  language=$1 is_chosen=true given="$given --lang $1"
}

# Standard input may be this file, when it is piped into a shell.
has_terminal() {
  (: </dev/tty) 2>/dev/null
}

ask_language() {
  answer=unknown
  until [ -z "$answer" ]; do
    printf 'Deutsch oder English? d/e [%s]: ' "$(text d e)" >/dev/tty
    read -r answer </dev/tty || answer=''
    case $answer in
      [dD]*) choose de ;;
      [eE]*) choose en ;;
    esac
    [ -z "$is_chosen" ] || return 0
  done
  choose "$language"
}

check_system() {
  for program in apt-get apt-cache dpkg dpkg-deb dpkg-query systemctl; do
    command -v "$program" >/dev/null || fail \
      "Dies ist kein Debian mit systemd: $program fehlt. smgw-proxy braucht Debian 13 (Trixie), Raspberry Pi OS auf dieser Grundlage, oder neuer." \
      "This is no Debian with systemd: $program is missing. smgw-proxy needs Debian 13 (Trixie), Raspberry Pi OS based on it, or newer."
  done
}

# Leaves the verified package in a place that apt may read, whatever its folder is called.
take_package() {
  case $0 in
    */*) folder=$(cd "$(dirname "$0")" && pwd) ;;
    *) folder=$(pwd) ;;
  esac
  [ -f "$folder/$PACKAGE" ] || fail \
    "$PACKAGE fehlt in $folder. Laden Sie die Datei von derselben Seite wie install.sh, und legen Sie beide in einen Ordner." \
    "$PACKAGE is missing in $folder. Download the file from the same page as install.sh, and put both into one folder."
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  chmod 755 "$scratch"
  log=$scratch/log deb=$scratch/$PACKAGE
  cp "$folder/$PACKAGE" "$deb"
  chmod 644 "$deb"
  sum=$(sha256sum "$deb" | cut -d ' ' -f 1)
  [ "$sum" = "$SHA256" ] || fail \
    "$folder/$PACKAGE ist unvollständig oder verändert: SHA-256 ist $sum statt $SHA256. Laden Sie install.sh und das Paket noch einmal herunter." \
    "$folder/$PACKAGE is incomplete or changed: its SHA-256 is $sum instead of $SHA256. Download install.sh and the package again."
}

# Runs a command with its output kept for apt_lines.
quietly() {
  LC_ALL=C DEBIAN_FRONTEND=noninteractive "$@" >"$log" 2>&1 </dev/null
}

# The errors of apt and dpkg, and only those.
apt_lines() {
  grep -E '^(E|W|dpkg|Err)[: ]' "$log" | sort -u | head -n 5 | sed 's/^/  /' >&2
}

installed_version() {
  state=$(dpkg-query -W -f '${db:Status-Status} ${Version}' smgw-proxy 2>/dev/null) || return 0
  case $state in
    'installed '*) echo "${state#installed }" ;;
  esac
}

# apt-get itself waits for dpkg's lock, but not for the one of the lists.
refresh_lists() {
  text 'Die Paketlisten werden erneuert …' 'Renewing the package lists …'
  waited=0
  until quietly apt-get -o APT::Update::Error-Mode=any update; do
    grep -q 'Could not get lock' "$log" || return 1
    [ "$waited" -lt "$LOCK_WAIT" ] || return 1
    [ "$waited" -gt 0 ] || text 'Ein anderes Programm installiert gerade; das wird abgewartet …' \
      'Another program is installing; waiting for it …'
    sleep 5
    waited=$((waited + 5))
  done
}

offline() {
  apt_lines
  fail "Es wurde nichts installiert, weil die Pakete nicht geladen werden konnten. Ist dieser Rechner im Internet?
→ Danach noch einmal: $(again)" \
    "Nothing was installed, because the packages could not be downloaded. Is this machine on the internet?
→ Then again: $(again)"
}

# The distribution's Node.js decides, whatever the distribution is called.
check_node() {
  needed=$(dpkg-deb -f "$deb" Depends | sed -n 's/.*nodejs (>= \([^)]*\)).*/\1/p')
  candidate=$(LC_ALL=C apt-cache policy nodejs | sed -n 's/^ *Candidate: //p')
  case $candidate in
    '' | '(none)') [ -n "$are_lists_new" ] || offline ;;
    *) ! dpkg --compare-versions "$candidate" ge "$needed" || return 0 ;;
  esac
  system=$(sed -n 's/^PRETTY_NAME="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' /etc/os-release)
  [ "$candidate" != '(none)' ] || candidate=$(text keines none)
  fail "smgw-proxy braucht Node.js $needed oder neuer, $system hat $candidate. Nehmen Sie Debian 13 (Trixie), Raspberry Pi OS auf dieser Grundlage, oder neuer." \
    "smgw-proxy needs Node.js $needed or newer, $system has $candidate. Use Debian 13 (Trixie), Raspberry Pi OS based on it, or newer."
}

install_package() {
  version=$(dpkg-deb -f "$deb" Version)
  present=$(installed_version)
  if [ -n "$present" ] && dpkg --compare-versions "$present" ge "$version"; then
    text "smgw-proxy $present ist schon installiert." "smgw-proxy $present is installed already."
    return 0
  fi
  are_lists_new=true
  refresh_lists || {
    are_lists_new=''
    text 'Die Paketlisten ließen sich nicht erneuern; es geht mit den vorhandenen weiter.' \
      'The package lists could not be renewed; going on with those that are there.'
  }
  check_node
  text "smgw-proxy $version und was es braucht wird installiert; das dauert etwa eine Minute …" \
    "Installing smgw-proxy $version and its dependencies, about a minute …"
  quietly apt-get install -y --no-install-recommends -o "DPkg::Lock::Timeout=$LOCK_WAIT" "$deb" || {
    ! grep -qE 'Failed to fetch|Unable to fetch' "$log" || offline
    apt_lines
    fail "apt-get konnte smgw-proxy nicht installieren (siehe oben).
→ Danach noch einmal: $(again)" \
      "apt-get could not install smgw-proxy (see above).
→ Then again: $(again)"
  }
  text "smgw-proxy $version ist installiert." "smgw-proxy $version is installed."
}

# Setup goes on in a service, which is disabled when all is set up.
wait_in_service() {
  options=/etc/systemd/system/smgw-proxy-setup.service.d/options.conf
  mkdir -p "${options%/*}"
  printf '# Written by install.sh.\n[Service]\nEnvironment="OPTIONS=--lang %s"\n' "$language" >"$options"
  systemctl daemon-reload
  systemctl enable --quiet smgw-proxy-setup.service
  # Not waited for, because the first start of a system may wait for this.
  systemctl start --no-block smgw-proxy-setup.service
  text 'smgw-proxy wartet jetzt auf Netz, Kabel und Gateway und richtet sich dann selbst ein.' \
    'smgw-proxy now waits for network, cable and gateway, and then sets itself up.'
  port=8081
  show_page "$(uname -n).local"
}

set_up() {
  if [ -n "$is_waiting" ]; then
    wait_in_service
    return 0
  fi
  status=0
  if [ -n "$is_agreed" ]; then
    smgw-proxy setup --lang "$language" --yes </dev/null || status=$?
  else
    smgw-proxy setup --lang "$language" </dev/tty || status=$?
  fi
  case $status in
    0 | 4) page ;;
    *) text "smgw-proxy ist installiert, aber noch nicht eingerichtet (siehe oben).
→ Danach: sudo smgw-proxy setup --lang de" \
      "smgw-proxy is installed, but not set up yet (see above).
→ Then: sudo smgw-proxy setup --lang en" >&2 ;;
  esac
  exit "$status"
}

# Where a browser finds the status page; "admin" may name an address, an interface, or a port alone.
page() {
  admin=$(sed -n "s/^admin: *[\"']\{0,1\}\([^\"' #]*\).*/\1/p" "$CONFIG" | head -n 1)
  port=${admin##*:}
  case ${admin%:*} in
    '') ;;
    127.* | localhost | '[::1]')
      text "Die Statusseite, nur auf diesem Rechner:  http://$admin/" \
        "The status page, on this machine only:  http://$admin/"
      ;;
    0.0.0.0 | '[::]' | "$port") show_page "$(uname -n).local" ;;
    *.*.* | '['*) show_page "${admin%:*}" ;;
    *) show_page "$(uname -n).local" ;;
  esac
}

show_page() {
  text "Die Statusseite:  http://$1:$port/" "The status page:  http://$1:$port/"
}

# shellcheck disable=SC2317 # called by a trap
interrupted() {
  trap - INT TERM HUP
  text "Abgebrochen. Fortsetzen: $(again)" "Interrupted. To go on: $(again)" >&2
  exit 130
}

# All of it is read before the first command runs, also when the file is cut off in a pipe.
main() {
  read_options "$@"
  if [ -n "$unknown" ]; then
    wrong_usage "install.sh: erwartet wurde --lang de, --lang en, --yes, --wait oder --help; angegeben ist $unknown" \
      "install.sh: expected --lang de, --lang en, --yes, --wait or --help, got $unknown"
  fi
  if [ -n "$wants_help" ]; then
    usage
    exit
  fi
  if [ -n "$is_waiting" ] && [ -z "$is_agreed" ]; then
    wrong_usage "install.sh: --wait braucht --yes: $(again) --yes" "install.sh: --wait needs --yes: $(again) --yes"
  fi
  [ "$(id -u)" = 0 ] || fail "Zum Installieren braucht es Verwalterrechte: $(again)" \
    "Installing needs administrator rights: $(again)"
  if [ -z "$is_agreed" ]; then
    has_terminal || wrong_usage "Hier ist kein Terminal, um zu fragen. Ohne Fragen geht es mit: $(again) --yes" \
      "There is no terminal to ask on. To go on without questions: $(again) --yes"
    [ -n "$is_chosen" ] || ask_language
  fi
  trap interrupted INT TERM HUP
  check_system
  take_package
  install_package
  set_up
}

main "$@"
