// The help as it is shown: a change of it should be seen and meant.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LANGUAGES, type Language } from '../../src/config/language.js';
import { nameOf } from '../../src/cli/command.js';
import { COMMANDS } from '../../src/cli/commands.js';
import { program } from '../../src/cli/program.js';
import { call, unexpected } from './support.js';

const help = (words: readonly string[], width = 100, language: Language = 'en'): Promise<string> =>
  program(words, language, unexpected).wrap(width).getHelp();

const RUN_HELP = `smgw-proxy [run]

Forward connections until stopped

Commands:
  smgw-proxy [run]           Forward connections until stopped                             [default]
  smgw-proxy demo            The same in front of a simulated gateway: no hardware needed
  smgw-proxy status          Show what the running service is doing
  smgw-proxy discover        Find the gateway on the cable
  smgw-proxy check           Test the way from the cable to the home, and say what to do
  smgw-proxy setup           Set everything up: network profile, configuration, service
  smgw-proxy help [command]  Show the help of a command
  smgw-proxy completion      Print a script for bash or zsh that completes what is typed

Forwarding:
      --listen            <[ADDRESS|INTERFACE:]PORT> Where clients connect: a port alone means every
                          address of this machine, wlan0:8080 those of an interface. May be repeated
                                                                            [string] [default: 8080]
      --target            <HOST[:PORT]> The gateway: an IPv4 address, [IPv6] or a name; port 443
                          when left out                          [string] [default: 10.11.120.2:443]
      --source            <ADDRESS|INTERFACE> The own address or interface by which connections to
                          the target leave, where several gateways have one address; another way is
                          never taken                                                       [string]
      --when-target-down  <refuse|reset> While the target is unreachable: close the ports (clients
                          see "connection refused") until it is back, or accept and reset
                                                                          [string] [default: refuse]
      --probe             <connect|carrier> How to find out whether the target is there: a bare
                          connection, or the carrier of the way to it. The latter never disturbs a
                          gateway of one session                         [string] [default: connect]
      --mdns              <NAME> Answer for this name in the home network (mDNS), where clients
                          connect, never at the gateway: smgw.local                         [string]

Allowed clients (any, private, or networks such as 192.168.0.0/24):
      --allow  <CIDR> Clients that may connect; private = this machine, private and link-local
               networks, and its own subnets. May be repeated            [string] [default: private]
      --deny   <CIDR> Clients among those that may not. May be repeated                     [string]

Limits (0 = unlimited):
      --max-connections             <NUMBER> Most live connections           [string] [default: 256]
      --max-connections-per-client  <NUMBER> Most live connections of one client address to each
                                    forward                                   [string] [default: 64]
      --max-target-connections      <NUMBER> Most connections to the target; beyond them clients
                                    wait, and take turns                       [string] [default: 0]
      --max-queue                   <NUMBER> Most connections waiting for their turn (here 0 = none)
                                                                              [string] [default: 64]

Times (500ms, 5s, 15m, 1h; 0 switches one off):
      --queue-timeout       <DURATION> How long a connection may wait for its turn
                                                                             [string] [default: 30s]
      --turn-idle           <DURATION> With --max-target-connections: a client's turn ends after
                            this long without a byte after an answer, if another client waits
                                                                              [string] [default: 2s]
      --turn-limit          <DURATION> A turn ends after this long in any case, if another client
                            waits                                            [string] [default: 60s]
      --connect-timeout     <DURATION> How long to wait for the target to accept a connection
                                                                              [string] [default: 5s]
      --idle-timeout        <DURATION> End a connection after this long without a byte in either
                            direction                                        [string] [default: 15m]
      --half-close-timeout  <DURATION> End a connection that one side has closed after this long
                            without a byte from the other                    [string] [default: 60s]
      --drain-delay         <DURATION> When smgw-proxy is stopped: not ready at once, but still
                            accept connections for this long (lame duck), then drain
                                                                               [string] [default: 0]
      --drain-timeout       <DURATION> How long connections may still finish when smgw-proxy is
                            stopped                                          [string] [default: 10s]

PROXY protocol (behind or in front of another proxy):
      --accept-proxy          <CIDR> Sources that must begin with a header (v1 or v2); all bytes of
                              other sources are payload. May be repeated                    [string]
      --proxy-header-timeout  <DURATION> How long such a source may take for it
                                                                              [string] [default: 3s]
      --send-proxy            <off|v1|v2> Begin each target connection with a header; a real gateway
                              does not understand it                         [string] [default: off]

TLS to the target (for clients that speak none; passwords then cross the home network in the clear):
      --target-tls          <on|off> Speak TLS to the target, and plain TCP to clients: only with
                            the certificate of --target-fingerprint          [string] [default: off]
      --target-fingerprint  <SHA256> The SHA-256 of the target's certificate, as smgw-proxy check
                            shows it                                                        [string]
      --target-certificate  <FILE> A client certificate to log in with, in PEM              [string]
      --target-key          <FILE> Its private key, in PEM; a file that only its owner may read
                            (chmod 0600)                                                    [string]

Logging:
      --log-level   <error|warn|info|debug> How much to tell                [string] [default: info]
      --log-format  <text|json> Sentences for people, or JSON lines for programs
                                                                            [string] [default: text]
      --log-file    <FILE> Also write the log to this file, which is rotated daily and at 10 MiB,
                    with 3 old ones kept; off means none                                    [string]

Support:
      --wire  <auto|socket> socket moves bytes with Node's sockets alone; auto does so only if the
              faster way fails a test at the start                          [string] [default: auto]

Status and metrics:
      --admin        <ADDRESS|INTERFACE:PORT> Where to answer with the status page, /status (JSON),
                     /metrics (Prometheus), /healthz and /readyz: 127.0.0.1:8081, wlan0:8081; for
                     those who may use a forward                                            [string]
      --admin-allow  <CIDR> Clients that --admin answers, in place of those who may use a forward:
                     127.0.0.1, 192.168.77.0/24. May be repeated                            [string]
      --admin-host   <NAME> A name of this machine outside the home that the Host header of a
                     request may have: pi7.fleet.example. May be repeated                   [string]

Language:
      --language  <de|en> Of all that this machine says to people, except the log; when left out,
                  that of the system                                                        [string]

Configuration file:
      --config        <FILE> Read a YAML file with the same names as the options, and "forwards:"
                      for several targets                                                   [string]
      --check-config  Print the effective configuration as YAML, or everything that is wrong with
                      it; start nothing                                                    [boolean]

Options:
      --version  Show version number                                                       [boolean]
      --lang     <de|en> Speak German or English this time; when left out, as the configuration
                 says, or the system                                                        [string]
  -h, --help     Show help                                                                 [boolean]

Examples:
  smgw-proxy                                          Carry port 8080 to 10.11.120.2:443
  smgw-proxy --target 10.11.120.3 --listen 8443       Another gateway, another port
  smgw-proxy --listen wlan0:8080 --listen             An interface, and an address
  '[::1]:9090'
  smgw-proxy --config my.yaml --check-config          See what a file would do

Every option except those without a value can also stand in the environment, such as
SMGW_PROXY_CONNECT_TIMEOUT=3s, and in the file, such as "connect-timeout: 3s". A flag beats the
environment, and the environment beats the file.`;

const DEMO_HELP = `smgw-proxy demo

The same in front of a simulated gateway: no hardware needed

Forwarding:
      --listen            <[ADDRESS|INTERFACE:]PORT> Where clients connect: a port alone means every
                          address of this machine, wlan0:8080 those of an interface. May be repeated
                                                                            [string] [default: 8080]
      --source            <ADDRESS|INTERFACE> The own address or interface by which connections to
                          the target leave, where several gateways have one address; another way is
                          never taken                                                       [string]
      --when-target-down  <refuse|reset> While the target is unreachable: close the ports (clients
                          see "connection refused") until it is back, or accept and reset
                                                                          [string] [default: refuse]
      --probe             <connect|carrier> How to find out whether the target is there: a bare
                          connection, or the carrier of the way to it. The latter never disturbs a
                          gateway of one session                         [string] [default: connect]
      --mdns              <NAME> Answer for this name in the home network (mDNS), where clients
                          connect, never at the gateway: smgw.local                         [string]

Allowed clients (any, private, or networks such as 192.168.0.0/24):
      --allow  <CIDR> Clients that may connect; private = this machine, private and link-local
               networks, and its own subnets. May be repeated            [string] [default: private]
      --deny   <CIDR> Clients among those that may not. May be repeated                     [string]

Limits (0 = unlimited):
      --max-connections             <NUMBER> Most live connections           [string] [default: 256]
      --max-connections-per-client  <NUMBER> Most live connections of one client address to each
                                    forward                                   [string] [default: 64]
      --max-target-connections      <NUMBER> Most connections to the target; beyond them clients
                                    wait, and take turns                       [string] [default: 0]
      --max-queue                   <NUMBER> Most connections waiting for their turn (here 0 = none)
                                                                              [string] [default: 64]

Times (500ms, 5s, 15m, 1h; 0 switches one off):
      --queue-timeout       <DURATION> How long a connection may wait for its turn
                                                                             [string] [default: 30s]
      --turn-idle           <DURATION> With --max-target-connections: a client's turn ends after
                            this long without a byte after an answer, if another client waits
                                                                              [string] [default: 2s]
      --turn-limit          <DURATION> A turn ends after this long in any case, if another client
                            waits                                            [string] [default: 60s]
      --connect-timeout     <DURATION> How long to wait for the target to accept a connection
                                                                              [string] [default: 5s]
      --idle-timeout        <DURATION> End a connection after this long without a byte in either
                            direction                                        [string] [default: 15m]
      --half-close-timeout  <DURATION> End a connection that one side has closed after this long
                            without a byte from the other                    [string] [default: 60s]
      --drain-delay         <DURATION> When smgw-proxy is stopped: not ready at once, but still
                            accept connections for this long (lame duck), then drain
                                                                               [string] [default: 0]
      --drain-timeout       <DURATION> How long connections may still finish when smgw-proxy is
                            stopped                                          [string] [default: 10s]

PROXY protocol (behind or in front of another proxy):
      --accept-proxy          <CIDR> Sources that must begin with a header (v1 or v2); all bytes of
                              other sources are payload. May be repeated                    [string]
      --proxy-header-timeout  <DURATION> How long such a source may take for it
                                                                              [string] [default: 3s]
      --send-proxy            <off|v1|v2> Begin each target connection with a header; a real gateway
                              does not understand it                         [string] [default: off]

Logging:
      --log-level   <error|warn|info|debug> How much to tell                [string] [default: info]
      --log-format  <text|json> Sentences for people, or JSON lines for programs
                                                                            [string] [default: text]
      --log-file    <FILE> Also write the log to this file, which is rotated daily and at 10 MiB,
                    with 3 old ones kept; off means none                                    [string]

Support:
      --wire  <auto|socket> socket moves bytes with Node's sockets alone; auto does so only if the
              faster way fails a test at the start                          [string] [default: auto]

Status and metrics:
      --admin        <ADDRESS|INTERFACE:PORT> Where to answer with the status page, /status (JSON),
                     /metrics (Prometheus), /healthz and /readyz: 127.0.0.1:8081, wlan0:8081; for
                     those who may use a forward                                            [string]
      --admin-allow  <CIDR> Clients that --admin answers, in place of those who may use a forward:
                     127.0.0.1, 192.168.77.0/24. May be repeated                            [string]
      --admin-host   <NAME> A name of this machine outside the home that the Host header of a
                     request may have: pi7.fleet.example. May be repeated                   [string]

Simulated gateway:
      --gateway        <theben|emh|ppc> The maker of the gateway that is imitated
                                                                          [string] [default: theben]
      --user           <NAME> The user that may log in             [string] [default: EMT0300186023]
      --password       <PASSWORD> The password of that user      [string] [default: Zaehlerstand-42]
      --answer-delay   <DURATION> How long it thinks before each answer, in place of the pace of the
                       real gateway; 0 = at once                                            [string]
      --session-limit  <NUMBER> Most TLS connections at a time, with ppc most log-ins; 0 = unlimited
                                                                                            [string]
      --lock-out       <DURATION> How long wrong passwords lock it, with ppc only; 0 = never[string]
      --drop-idle      <DURATION> The silence after which it closes a connection; 0 = never [string]
      --wrong-clock    <±DURATION> How far its clock is ahead (+2h) or behind (=-90s)       [string]
      --meter-swap     <DURATION> The time until another meter takes the place of the first; 0 =
                       never                                                                [string]

Options:
      --version  Show version number                                                       [boolean]
      --lang     <de|en> Speak German or English this time; when left out, as the configuration
                 says, or the system                                                        [string]
  -h, --help     Show help                                                                 [boolean]

Examples:
  smgw-proxy demo                                     Start it and print commands to try
  smgw-proxy demo --session-limit 1                   A gateway that serves one at a time, two hours
  --wrong-clock=-2h                                   behind
  smgw-proxy demo --answer-delay 2s --log-level       A slow gateway, and a log of everything
  debug

No file is read, and SMGW_PROXY_TARGET has no effect: the target is the simulated gateway.`;

const STATUS_HELP = `smgw-proxy status

Show what the running service is doing

Asking:
      --admin   <ADDRESS|INTERFACE:PORT> Where the service answers (its own --admin)
                                                                  [string] [default: 127.0.0.1:8081]
      --config  <FILE> The file of the service, to find that address in; /etc/smgw-proxy/config.yaml
                when left out                                                               [string]

Showing:
      --all    Each of more than 10 forwards; when left out, healthy ones are only counted [boolean]
      --json   As JSON; with --watch a line for each look                                  [boolean]
      --watch  Look again every 2 s, until Ctrl-C                                          [boolean]

Options:
      --version  Show version number                                                       [boolean]
      --lang     <de|en> Speak German or English this time; when left out, as the configuration
                 says, or the system                                                        [string]
  -h, --help     Show help                                                                 [boolean]

Examples:
  smgw-proxy status                           Is the meter being read, by which device, how often?
  smgw-proxy status --watch --config my.yaml  Keep looking at the service of that file
  smgw-proxy status --json | jq .totals       For programs

Exit status: 0 the service is ready; 1 no service answers; 2 wrong options; 3 the service is not
ready. Then a gateway is unreachable, a port is not open, or it is stopping. With --watch: as it was
last. SMGW_PROXY_ADMIN and SMGW_PROXY_CONFIG count as well.`;

describe('the help', () => {
  for (const [words, expected] of [
    [[], RUN_HELP],
    [['demo'], DEMO_HELP],
    [['status'], STATUS_HELP],
  ] as const)
    it(`of ${words.join('') || 'the program'} is as written here`, async () => {
      assert.equal(await help(words), expected);
    });

  for (const command of COMMANDS.map(nameOf))
    for (const language of LANGUAGES)
      for (const width of [60, 80])
        it(`of ${command} fits ${width} columns: ${language}`, async () => {
          const lines = (await help([command], width, language)).split('\n');
          // Yargs sets the type of an option without a blank where the text fills its line.
          assert.ok(Math.max(...lines.map((line) => line.length)) <= width);
        });

  it('says nothing in English where German is spoken, in any command', async () => {
    const english = COMMANDS.flatMap(({ describe: what, epilogue, examples, options }) => [
      what.en,
      epilogue.en,
      ...examples.map(([, text]) => text.en),
      ...options.flatMap(({ help: text, group }) => [text.en, group?.en ?? text.en]),
    ]);
    const pieces = new Set(english.flatMap((text) => text.split(/(?<=[.;:,]) /)).filter(isLong));
    for (const command of COMMANDS.map(nameOf)) {
      const german = (await help([command], 200, 'de')).replaceAll(/\s+/g, ' ');
      assert.deepEqual(
        [...pieces].filter((piece) => german.includes(piece)),
        [],
      );
      assert.doesNotMatch(german, ENGLISH);
    }
  });

  it('is in the language of the flag, wherever it stands, and else of the configuration', async () => {
    const error = async (words: readonly string[], text = '') => {
      const readFile = () => Promise.resolve(Buffer.from(text));
      return (await call([...words, '--x-y'], { readFile, fileMode: () => Promise.resolve(0o100644) })).error;
    };
    assert.match(await error(['--lang=de', 'status']), /hat diese Option nicht/);
    assert.match(await error(['status', '--lang', 'de']), /hat diese Option nicht/);
    assert.match(await error(['status'], 'language: de\n'), /hat diese Option nicht/);
    assert.match(await error(['status', '--lang', 'en'], 'language: de\n'), /has no such option/);
    assert.match(await error(['status', '--lang', 'fr']), /^--lang: expected one of de, en, got "fr"$/m);
  });
});

/** Short pieces may be the same in both languages. */
const isLong = (piece: string): boolean => piece.length > 12 && /^[A-Za-z ]+$/.test(piece.slice(0, 13));

/** Words that no German sentence has, outside of options and their values. */
const ENGLISH = /(?:^| )(?:the|of|and|with|when|which|may|default|required|without|connections)(?= |$)/;
