// The text of the demo when it listens: addresses, the login, commands to paste into a shell, and values for clients.
import { isIPv4 } from 'node:net';
import type { ListenAddress } from '../../config/config.js';
import { bracketed } from '../../config/ip-literal.js';
import { reachableHost } from '../../config/listen-address.js';
import type { SimulatedMaker } from '../../simulator/identity.js';
import type { Language } from '../../config/language.js';
import { emhText } from './emh.js';
import type { DemoAccess, MakerText } from './maker-text.js';
import { ppcText } from './ppc.js';
import { thebenText } from './theben.js';

/** The facts about the simulated gateway, and the addresses of the demo. */
export interface DemoFacts extends Omit<DemoAccess, 'authority'> {
  readonly maker: SimulatedMaker;
  readonly listening: readonly ListenAddress[];
}

const MAKER_TEXTS: Readonly<Record<SimulatedMaker, (access: DemoAccess) => MakerText>> = {
  theben: thebenText,
  emh: emhText,
  ppc: ppcText,
};

const en = {
  ready: (maker: string) => `A simulated gateway (${maker}) is ready behind smgw-proxy. Stop with Ctrl-C.`,
  address: '  address: ',
  user: '  user:    ',
  password: '  password:',
  paste: 'Paste these into another terminal (-k because the certificate of the gateway is self-signed):',
  clients: (host: string) =>
    `Enter these into a client; on another device, with the address of this one in place of ${host}:`,
};

const de: typeof en = {
  ready: (maker) => `Hinter smgw-proxy ist ein simuliertes Gateway (${maker}) bereit. Beenden mit Strg-C.`,
  address: '  Adresse:     ',
  user: '  Benutzername:',
  password: '  Passwort:    ',
  paste: 'In ein anderes Terminal einfügen (-k, weil das Zertifikat des Gateways selbst signiert ist):',
  clients: (host) =>
    `In ein anderes Programm eintragen; auf einem anderen Gerät mit der Adresse dieses Rechners statt ${host}:`,
};

const TEXTS = { en, de };

/** The whole text, ending in a line break. */
export function demoText(facts: DemoFacts, language: Language): string {
  const texts = TEXTS[language];
  const authorities = [...new Set(facts.listening.map(authorityOf))];
  const [authority = ''] = authorities;
  const { path, commands, clients } = MAKER_TEXTS[facts.maker]({ ...facts, authority });
  return [
    texts.ready(facts.maker),
    '',
    ...authorities.map((each) => `${texts.address} https://${each}${path}`),
    `${texts.user} ${facts.user}`,
    `${texts.password} ${facts.password}`,
    '',
    texts.paste,
    '',
    ...commands.map(([what, command]) => `# ${what[language]}\n${command}\n`),
    texts.clients(authority.replace(/:\d+$/, '')),
    '',
    ...clients.map(
      ([client, values]) => `${client[language]}\n${values.map((each) => `  ${each[language]}\n`).join('')}`,
    ),
    '',
  ].join('\n');
}

/** `host:port` as a client on this machine writes it. */
function authorityOf({ host, port }: ListenAddress): string {
  const reachable = reachableHost(host);
  // RFC 6874: the % in front of a zone is itself escaped in a URL.
  const escaped = isIPv4(reachable) ? reachable : bracketed(reachable).replace('%', '%25');
  return `${escaped}:${port}`;
}
