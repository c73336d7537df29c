// The help as it is shown: a change of it should be seen and meant.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { helpText } from '../../src/cli/arguments.js';
import { DEMO, RUN } from '../../src/cli/commands.js';

const RUN_HELP = `smgw-proxy [run] [options]

Commands:
  smgw-proxy run   Forward connections until stopped (the default command)
  smgw-proxy demo  The same in front of a simulated gateway: no hardware needed

Forwarding:
  --listen [ADDRESS:]PORT  Where clients connect; a port alone means every address of this machine.
                           May be repeated [default: 8080]
  --target HOST[:PORT]     The gateway: an IPv4 address, [IPv6] or a name; port 443 when left out
                           [default: 10.11.120.2:443]

Times (500ms, 5s, 15m, 1h; 0 switches one off):
  --connect-timeout DURATION     How long to wait for the target to accept a connection [default:
                                 5s]
  --idle-timeout DURATION        End a connection after this long without a byte in either direction
                                 [default: 15m]
  --half-close-timeout DURATION  End a connection that one side has closed after this long without a
                                 byte from the other [default: 60s]
  --drain-timeout DURATION       How long connections may still finish when smgw-proxy is stopped
                                 [default: 10s]

Logging:
  --log-level error|warn|info|debug  How much to tell [default: info]
  --log-format text|json             Sentences for people, or JSON lines for programs [default:
                                     text]
  --log-file FILE                    Also write the log to this file, which is rotated daily and
                                     kept for 3 days

Configuration file:
  --config FILE   Read a YAML file with the same names as the options, and "forwards:" for several
                  targets
  --check-config  Print the effective configuration as YAML, or everything that is wrong with it;
                  start nothing

Others:
  --help     Show this help; also -h
  --version  Show the version

Examples:
  smgw-proxy                                      Carry port 8080 to 10.11.120.2:443
  smgw-proxy --target 10.11.120.3 --listen 8443   Another gateway, another port
  smgw-proxy --listen 8080 --listen '[::1]:9090'  Several addresses
  smgw-proxy --config my.yaml --check-config      See what a file would do

Every option except those without a value can also stand in the environment, such as
SMGW_PROXY_CONNECT_TIMEOUT=3s, and in the file, such as "connect-timeout: 3s". A flag beats the
environment, and the environment beats the file.`;

const DEMO_HELP = `smgw-proxy demo [options]

The same in front of a simulated gateway: no hardware needed

Forwarding:
  --listen [ADDRESS:]PORT  Where clients connect; a port alone means every address of this machine.
                           May be repeated [default: 8080]

Times (500ms, 5s, 15m, 1h; 0 switches one off):
  --connect-timeout DURATION     How long to wait for the target to accept a connection [default:
                                 5s]
  --idle-timeout DURATION        End a connection after this long without a byte in either direction
                                 [default: 15m]
  --half-close-timeout DURATION  End a connection that one side has closed after this long without a
                                 byte from the other [default: 60s]
  --drain-timeout DURATION       How long connections may still finish when smgw-proxy is stopped
                                 [default: 10s]

Logging:
  --log-level error|warn|info|debug  How much to tell [default: info]
  --log-format text|json             Sentences for people, or JSON lines for programs [default:
                                     text]
  --log-file FILE                    Also write the log to this file, which is rotated daily and
                                     kept for 3 days

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

describe('the help', () => {
  for (const [command, expected] of [
    [RUN, RUN_HELP],
    [DEMO, DEMO_HELP],
  ] as const) {
    it(`of ${command.name} is as written here`, async () => {
      assert.equal(await helpText(command, 100), expected);
    });

    it(`of ${command.name} fits a narrow terminal`, async () => {
      const lines = (await helpText(command, 60)).split('\n');
      assert.ok(Math.max(...lines.map((line) => line.length)) <= 60);
    });
  }
});
