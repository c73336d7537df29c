// The text of the demo when it listens: addresses, the login, and commands that work when pasted into a shell.
import { isIPv4 } from 'node:net';
import type { ListenAddress } from '../../config/config.js';
import { bracketed } from '../../config/ip-literal.js';
import { reachableHost } from '../../config/listen-address.js';
import { USAGE_POINT_ID, userIdOf } from '../../simulator/theben/identity.js';
import { shellQuote } from '../terminal/shell-quote.js';

/** The facts about the simulated gateway, and the addresses of the demo. */
export interface DemoFacts {
  readonly listening: readonly ListenAddress[];
  readonly user: string;
  readonly password: string;
  /** Paths of the client certificate and its key. */
  readonly certificate: string;
  readonly key: string;
}

const ROOT = '/smgw/m2m';

/** The whole text, ending in a line break. */
export function demoText(facts: DemoFacts): string {
  const authorities = [...new Set(facts.listening.map(authority))];
  const blocks = examples(facts, authorities[0] ?? '').map(([what, command]) => `# ${what}\n${command}\n`);
  return [
    'A simulated gateway is ready behind smgw-proxy. Stop with Ctrl-C.',
    '',
    ...authorities.map((each) => `  address:  https://${each}${ROOT}`),
    `  user:     ${facts.user}`,
    `  password: ${facts.password}`,
    '',
    'Paste these into another terminal (-k because the certificate of the gateway is self-signed):',
    '',
    ...blocks,
    '',
  ].join('\n');
}

function examples(facts: DemoFacts, address: string): readonly (readonly [string, string])[] {
  // -w ends the answer with a line break.
  const curl = String.raw`curl -sk -w '\n'`;
  const page = `https://${address}${ROOT}/${userIdOf(facts.user)}.sm`;
  const login = (password: string) => `--digest -u ${shellQuote(`${facts.user}:${password}`)}`;
  const call = (content: object) =>
    `-H 'Content-Type: application/json' -d ${shellQuote(JSON.stringify(content))} ${shellQuote(`${page}/json`)}`;
  const certificate = `--cert ${shellQuote(facts.certificate)} --key ${shellQuote(facts.key)}`;
  const userInfo = call({ method: 'user-info' });
  const readings = call({
    method: 'readings',
    database: 'origin',
    'usage-point-id': USAGE_POINT_ID,
    'last-reading': 'true',
  });
  return [
    ['Who am I, and which usage points may I read?', `${curl} ${login(facts.password)} ${userInfo}`],
    ['The newest reading of the meter', `${curl} ${login(facts.password)} ${readings}`],
    [
      'The page for people; the gateway redirects to it',
      `${curl} -L ${login(facts.password)} ${shellQuote(`https://${address}${ROOT}`)}`,
    ],
    ['The first call with a client certificate instead of a password', `${curl} ${certificate} ${userInfo}`],
    [
      'A wrong password: no answer at all, as a real gateway does; curl gives up after 5 seconds',
      `${curl} --max-time 5 ${login(`not-${facts.password}`)} ${userInfo}`,
    ],
    [
      'The client certificate without curl: the answer is the redirect that only users get',
      `printf 'GET ${ROOT} HTTP/1.1\\r\\nHost: ${address}\\r\\nConnection: close\\r\\n\\r\\n' | openssl s_client -quiet -connect ${shellQuote(address)} -cert ${shellQuote(facts.certificate)} -key ${shellQuote(facts.key)}`,
    ],
  ];
}

/** `host:port` as a client on this machine writes it. */
function authority({ host, port }: ListenAddress): string {
  const reachable = reachableHost(host);
  // RFC 6874: the % in front of a zone is itself escaped in a URL.
  const escaped = isIPv4(reachable) ? reachable : bracketed(reachable).replace('%', '%25');
  return `${escaped}:${port}`;
}
