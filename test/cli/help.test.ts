// The help as it is shown: a change of it should be seen and meant.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { helpText } from '../../src/cli/help.js';
import { DEMO, RUN, STATUS } from '../../src/cli/commands.js';

const RUN_HELP = `smgw-proxy [run] [options]

Commands:
  smgw-proxy run       Forward connections until stopped (the default command)
  smgw-proxy demo      The same in front of a simulated gateway: no hardware needed
  smgw-proxy status    Show what the running service is doing
  smgw-proxy discover  Find the gateway on the cable
  smgw-proxy check     Test the way from the cable to the home, and say what to do
  smgw-proxy setup     Set everything up: network profile, configuration, service

Forwarding:
  --listen [ADDRESS|INTERFACE:]PORT  Where clients connect: a port alone means every address of this
                                     machine, wlan0:8080 those of an interface. May be repeated
                                     [default: 8080]
  --target HOST[:PORT]               The gateway: an IPv4 address, [IPv6] or a name; port 443 when
                                     left out [default: 10.11.120.2:443]
  --when-target-down refuse|reset    While the target is unreachable: close the ports (clients see
                                     "connection refused") until it is back, or accept and reset
                                     [default: refuse]
  --mdns NAME                        Answer for this name in the home network (mDNS), where clients
                                     connect, never at the gateway: smgw.local

Who may connect (any, private, or networks such as 192.168.0.0/24):
  --allow CIDR  Who may connect; private = this machine, private and link-local networks, and its
                own subnets. May be repeated [default: private]
  --deny CIDR   Who of those may not. May be repeated

Limits (0 = unlimited):
  --max-connections NUMBER             Most live connections [default: 256]
  --max-connections-per-client NUMBER  Most live connections of one client address [default: 64]
  --max-target-connections NUMBER      Most connections to the target; beyond them clients wait, and
                                       take turns [default: 0]
  --max-queue NUMBER                   Most connections waiting for their turn (here 0 = none)
                                       [default: 64]

Times (500ms, 5s, 15m, 1h; 0 switches one off):
  --queue-timeout DURATION       How long a connection may wait for its turn [default: 5s]
  --connect-timeout DURATION     How long to wait for the target to accept a connection [default:
                                 5s]
  --idle-timeout DURATION        End a connection after this long without a byte in either direction
                                 [default: 15m]
  --half-close-timeout DURATION  End a connection that one side has closed after this long without a
                                 byte from the other [default: 60s]
  --drain-timeout DURATION       How long connections may still finish when smgw-proxy is stopped
                                 [default: 10s]

PROXY protocol (behind or in front of another proxy):
  --accept-proxy CIDR              Sources that must begin with a header (v1 or v2); all bytes of
                                   other sources are payload. May be repeated
  --proxy-header-timeout DURATION  How long such a source may take for it [default: 3s]
  --send-proxy off|v1|v2           Begin each target connection with a header; a real gateway does
                                   not understand it [default: off]

Logging:
  --log-level error|warn|info|debug  How much to tell [default: info]
  --log-format text|json             Sentences for people, or JSON lines for programs [default:
                                     text]
  --log-file FILE                    Also write the log to this file, which is rotated daily and
                                     kept for 3 days

Status and metrics:
  --admin ADDRESS|INTERFACE:PORT  Where to answer with the status page, /status (JSON), /metrics
                                  (Prometheus), /healthz and /readyz: 127.0.0.1:8081, wlan0:8081;
                                  for those who may use a forward

Configuration file:
  --config FILE   Read a YAML file with the same names as the options, and "forwards:" for several
                  targets
  --check-config  Print the effective configuration as YAML, or everything that is wrong with it;
                  start nothing

Others:
  --help     Show this help; also -h
  --version  Show the version

Examples:
  smgw-proxy                                          Carry port 8080 to 10.11.120.2:443
  smgw-proxy --target 10.11.120.3 --listen 8443       Another gateway, another port
  smgw-proxy --listen wlan0:8080 --listen             An interface, and an address
  '[::1]:9090'
  smgw-proxy --config my.yaml --check-config          See what a file would do

Every option except those without a value can also stand in the environment, such as
SMGW_PROXY_CONNECT_TIMEOUT=3s, and in the file, such as "connect-timeout: 3s". A flag beats the
environment, and the environment beats the file.`;

const DEMO_HELP = `smgw-proxy demo [options]

The same in front of a simulated gateway: no hardware needed

Forwarding:
  --listen [ADDRESS|INTERFACE:]PORT  Where clients connect: a port alone means every address of this
                                     machine, wlan0:8080 those of an interface. May be repeated
                                     [default: 8080]
  --when-target-down refuse|reset    While the target is unreachable: close the ports (clients see
                                     "connection refused") until it is back, or accept and reset
                                     [default: refuse]
  --mdns NAME                        Answer for this name in the home network (mDNS), where clients
                                     connect, never at the gateway: smgw.local

Who may connect (any, private, or networks such as 192.168.0.0/24):
  --allow CIDR  Who may connect; private = this machine, private and link-local networks, and its
                own subnets. May be repeated [default: private]
  --deny CIDR   Who of those may not. May be repeated

Limits (0 = unlimited):
  --max-connections NUMBER             Most live connections [default: 256]
  --max-connections-per-client NUMBER  Most live connections of one client address [default: 64]
  --max-target-connections NUMBER      Most connections to the target; beyond them clients wait, and
                                       take turns [default: 0]
  --max-queue NUMBER                   Most connections waiting for their turn (here 0 = none)
                                       [default: 64]

Times (500ms, 5s, 15m, 1h; 0 switches one off):
  --queue-timeout DURATION       How long a connection may wait for its turn [default: 5s]
  --connect-timeout DURATION     How long to wait for the target to accept a connection [default:
                                 5s]
  --idle-timeout DURATION        End a connection after this long without a byte in either direction
                                 [default: 15m]
  --half-close-timeout DURATION  End a connection that one side has closed after this long without a
                                 byte from the other [default: 60s]
  --drain-timeout DURATION       How long connections may still finish when smgw-proxy is stopped
                                 [default: 10s]

PROXY protocol (behind or in front of another proxy):
  --accept-proxy CIDR              Sources that must begin with a header (v1 or v2); all bytes of
                                   other sources are payload. May be repeated
  --proxy-header-timeout DURATION  How long such a source may take for it [default: 3s]
  --send-proxy off|v1|v2           Begin each target connection with a header; a real gateway does
                                   not understand it [default: off]

Logging:
  --log-level error|warn|info|debug  How much to tell [default: info]
  --log-format text|json             Sentences for people, or JSON lines for programs [default:
                                     text]
  --log-file FILE                    Also write the log to this file, which is rotated daily and
                                     kept for 3 days

Status and metrics:
  --admin ADDRESS|INTERFACE:PORT  Where to answer with the status page, /status (JSON), /metrics
                                  (Prometheus), /healthz and /readyz: 127.0.0.1:8081, wlan0:8081;
                                  for those who may use a forward

Simulated gateway:
  --answer-delay DURATION  How long it thinks before each answer [default: 0]
  --user NAME              Who may log in [default: EMT0300186023]
  --password PASSWORD      The password for that [default: Zaehlerstand-42]

Others:
  --help     Show this help; also -h
  --version  Show the version

Examples:
  smgw-proxy demo                                     Start it and print commands to try
  smgw-proxy demo --answer-delay 2s --log-level       A slow gateway, and a log of everything
  debug

No file is read, and SMGW_PROXY_TARGET has no effect: the target is the simulated gateway.`;

const STATUS_HELP = `smgw-proxy status [options]

Show what the running service is doing

Asking:
  --admin ADDRESS|INTERFACE:PORT  Where the service answers: its own --admin [default:
                                  127.0.0.1:8081]
  --config FILE                   The file of the service, to find that address in

Showing:
  --json   As JSON; with --watch a line for each look
  --watch  Look again every 2 s, until Ctrl-C

Others:
  --help     Show this help; also -h
  --version  Show the version

Examples:
  smgw-proxy status                           Is the gateway reachable, who reads it, and how often?
  smgw-proxy status --watch --config my.yaml  Keep looking at the service of that file
  smgw-proxy status --json | jq .totals       For programs

Exit status: 0 the service is ready; 1 no service answers; 2 wrong options; 3 the service answers
and is not ready: a gateway is unreachable, a port is not open, or it is stopping. With --watch: as
it was last. SMGW_PROXY_ADMIN and SMGW_PROXY_CONFIG count as well.`;

describe('the help', () => {
  for (const [command, expected] of [
    [RUN, RUN_HELP],
    [DEMO, DEMO_HELP],
    [STATUS, STATUS_HELP],
  ] as const) {
    it(`of ${command.name} is as written here`, async () => {
      assert.equal(await helpText(command, 100, 'en'), expected);
    });

    it(`of ${command.name} fits a narrow terminal`, async () => {
      const lines = (await helpText(command, 60, 'en')).split('\n');
      assert.ok(Math.max(...lines.map((line) => line.length)) <= 60);
    });
  }
});
