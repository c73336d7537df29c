// The German texts of `discover`.
import type { Impossible } from '../../discovery/can-be-gateway.js';
import { bare } from '../../config/problem.js';
import type { HomeCable } from '../../machine/home-cable.js';
import { placeOf } from '../../machine/links.js';
import type { MakerGuess } from '../../gateway/maker.js';
import { dayText } from '../language.js';
import type { en } from './texts.en.js';

const FROM = {
  certificate: 'dem Zertifikat nach',
  mac: 'der Hardware-Adresse nach',
  service: 'seinem mDNS-Dienst nach',
  mdns: 'vermutet, weil es auf smgw.local antwortet',
  address: 'vermutet, weil es diese Adresse hat',
} as const;

export const de: typeof en = {
  steps: {
    cable: 'Kabel',
    configured: 'Bisherige Adresse',
    dhcp: 'DHCP',
    mdns: 'Name smgw.local',
    known: 'Bekannte Adressen',
    replug: 'Kabel ziehen und stecken',
    around: 'Nachbarschaft der bekannten Adressen',
    wide: 'Weite Suche',
    tls: 'Gateway ansprechen',
    proposal: 'Adresse für diesen Rechner',
  },
  carrier: (link) => ({
    plugged: [`steckt in ${link}, und am anderen Ende ist ein Gerät`],
    unplugged: [
      `an ${link} ist kein eingeschaltetes Gerät angeschlossen`,
      'Stecken Sie das Netzwerkkabel fest in diesen Rechner und in die HAN-Buchse des Gateways.',
      'Es steckt schon? Leuchtet am Gateway eine LED? Ein anderes Kabel hilft manchmal auch.',
    ],
    down: [`${link} ist abgeschaltet`, `Einschalten: sudo ip link set ${link} up`],
  }),
  skipped: (link) => ({
    'not-permitted': 'braucht root',
    'no-perl': 'braucht Perl (Debian-Paket perl-base)',
    failed: `auf ${link} konnten keine eigenen Ethernet-Pakete gesendet werden`,
    'no-address': 'keine, das ist beim ersten Mal normal',
    'no-link-local': `${link} hat keine IPv6-Adresse`,
    'not-asked': 'nur auf Wunsch',
  }),
  nothing: {
    configured: 'dort antwortet kein Gateway',
    dhcp: 'niemand vergibt hier Adressen',
    mdns: 'niemand antwortet',
    known: 'keine davon antwortet',
    replug: 'es war nichts zu hören',
    around: 'niemand antwortet',
    wide: 'niemand antwortet',
  },
  answer: (addresses) => `${addresses.join(', ')} ${addresses.length === 1 ? 'antwortet' : 'antworten'}`,
  homeNetwork: (server, offered) =>
    `${server} bietet die Adresse ${offered} samt Weg ins Internet an: Das ist ein Heimnetz, kein Gateway`,
  homeNetworkAdvice: ['Stecken Sie das Kabel aus dem Router in die HAN-Buchse des Gateways um.'],
  lookFailed: (code) => `ging nicht (${code})`,
  pullCable: (minutes) =>
    `Ziehen Sie das Netzwerkkabel aus dem Raspberry Pi, zählen Sie bis drei, und stecken Sie es wieder hinein. Ich warte bis zu ${minutes} Minuten. (Überspringen: Enter-Taste)`,
  carrierNow: {
    plugged: 'Das Kabel steckt wieder. Das Gateway meldet sich meist innerhalb von 20 Sekunden.',
    unplugged: 'Das Kabel ist gezogen.',
    down: '',
  },
  verdict: ({ verdict, address, port }) => {
    switch (verdict.kind) {
      case 'gateway':
        return verdict.at === address
          ? `${address} antwortet mit TLS 1.2`
          : `${address} antwortet mit TLS 1.2 (über ${verdict.at})`;
      case 'no-gateway':
        return `${address} ist ein Gerät, aber kein Gateway: ${
          verdict.code === 'ECONNREFUSED'
            ? `Port ${port} ist zu`
            : `kein TLS 1.2 auf Port ${port} (${verdict.code})`
        }`;
      case 'impossible':
        return impossible(address, verdict.because);
      case 'address-unknown':
        return `${address} ist ein Gerät, dessen IPv4-Adresse noch unbekannt ist`;
      case 'silent':
        return `${address} ist ein Gerät, aber Port ${port} antwortet nicht (${verdict.code})`;
      case 'unverified':
        return verdict.reason === 'overlap'
          ? `${address} wurde nicht geprüft, weil das Heimnetz dieselben Adressen benutzt`
          : `${address}, sobald dieser Rechner eine Adresse am Kabel hat`;
    }
  },
  impossible,
  nameIt: (address) => `Ist es doch das Gateway? Dann: sudo smgw-proxy setup --target ${address}`,
  names: (names) => `nennt sich: ${names.join(', ')}`,
  certificate: ({ subject, names, issuer, fingerprint, validTo, isExpired }) => [
    `Zertifikat für: ${subject}${names === '' ? '' : `; ${names}`}`,
    `ausgestellt von: ${issuer ?? 'sich selbst'}`,
    `gültig bis: ${dayText('de', validTo)}${isExpired ? ' (abgelaufen)' : ''}`,
    `SHA-256: ${fingerprint}`,
  ],
  maker: (guess) => `Hersteller: ${madeBy(guess)}`,
  madeBy,
  makerUnknown: 'Hersteller: unbekannt',
  proposal: (link, { address, prefix }) => `${address}/${prefix} auf ${link}, noch frei`,
  proposalOverlap: (interfaces) =>
    `Auch ${interfaces.join(', ')} benutzt dieses Netz: Der Weg zum Gateway darf nur für dessen Adresse gelten.`,
  proposalNone: 'alle Adressen neben der des Gateways sind vergeben',
  found: (address, isSure) =>
    isSure
      ? [`Gefunden: Das Gateway hat die Adresse ${address}.`]
      : [`Gefunden: Ein Gerät hat die Adresse ${address}, wahrscheinlich das Gateway.`],
  foundOthers: (addresses) => `Auch möglich: ${addresses.join(', ')}.`,
  notFound: ['Kein Gateway gefunden.'],
  onlyOthers: ['Kein Gateway gefunden, nur andere Geräte (siehe oben).'],
  needsRoot: [
    'Ein Teil der Suche braucht root, weil dafür eigene Ethernet-Pakete gesendet und gelesen werden.',
    '→ Vollständig suchen: sudo smgw-proxy discover',
  ],
  wideHint: '→ In allen üblichen Netzen suchen (etwa 13 Minuten): sudo smgw-proxy discover --wide',
  letterLead:
    'Steckt das Kabel in der HAN-Buchse des Gateways, und ist das Gateway eingeschaltet? Dann fragen Sie den Messstellenbetreiber; sein Name steht auf der Strom- oder Zählerrechnung. Ein Brief an ihn:',
  noLink: (home, command) =>
    home === undefined
      ? [
          'Kein Netzwerkanschluss für das Gateway gefunden. Es muss einer für ein Kabel sein, der nicht ins Heimnetz führt.',
          '→ Verbinden Sie diesen Rechner über WLAN mit dem Heimnetz und mit dem Kabel mit dem Gateway.',
          `→ Oder nennen Sie den Anschluss: sudo smgw-proxy ${command} --interface eth0`,
        ]
      : [
          `${atHome(home)}. Das Kabel gehört in die HAN-Buchse des Gateways.`,
          ...(home.hasOther
            ? []
            : [
                '→ Verbinden Sie diesen Rechner zuerst über WLAN mit dem Heimnetz: sudo nmtui',
                '→ Kein WLAN? Dann braucht er einen zweiten Netzwerkanschluss, etwa einen USB-Adapter.',
              ]),
          `→ Stecken Sie das Kabel um, dann noch einmal: sudo smgw-proxy ${command}`,
        ],
  unreadable: (reason) => [
    `Das Netz dieses Rechners ist nicht zu sehen: Das System zeigt seine Anschlüsse und Adressen nicht (${reason}).`,
    '→ Führen Sie das außerhalb des Containers oder der Sandbox aus.',
  ],
  lookingAtAll: (links) => `Gateway an ${list(links.map(placed))} suchen …`,
  severalLinks: (plugged, all, command) =>
    plugged.length > 0
      ? [
          `In ${list(plugged.map(placed))} steckt je ein Kabel. Welches führt zum Gateway?`,
          `→ Zum Beispiel: sudo smgw-proxy ${command} --interface ${bare(plugged[0] ?? 'eth0')}`,
        ]
      : [
          `In ${list(all.map(placed))} steckt kein Kabel.`,
          `→ Stecken Sie das Kabel des Gateways in einen davon, dann noch einmal: sudo smgw-proxy ${command}`,
        ],
};

/** As said by discover and check. */
export function atHome({ link, address, router }: HomeCable): string {
  const facts = [
    ...(address === undefined ? [] : [`dieser Rechner hat dort ${address}`]),
    ...(router === undefined ? [] : [`Router ${router}`]),
  ];
  return `An ${bare(link)} hängt Ihr Heimnetz${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
}

const PLACES = { 'built-in': ' (eingebaut)', usb: ' (USB)' } as const;

/** An interface, and where its socket is. */
function placed(link: string): string {
  const place = placeOf(link);
  return `${bare(link)}${place === undefined ? '' : PLACES[place]}`;
}

function madeBy({ maker, from }: MakerGuess): string {
  return `${maker} (${FROM[from]})`;
}

function impossible(address: string, because: Impossible): string {
  switch (because.reason) {
    case 'own':
      return `${address} ist eine Adresse dieses Rechners und kann nicht das Gateway sein`;
    case 'no-host':
      return `${address} ist eine Adresse, die kein Gerät haben kann`;
    case 'name-server':
      return `${address} ist ein Nameserver dieses Rechners und kann nicht das Gateway sein`;
    case 'router':
      return `${address} ist der Router an ${because.interface} und kann nicht das Gateway sein`;
    case 'neighbour':
      return `${address} ist ein Gerät an ${because.interface}, nicht am Kabel`;
    case 'network':
      return `${address} gehört zum Netz an ${because.interface}, und für Gateways ist sie unüblich`;
    case 'public':
      return `${address} ist eine Adresse im Internet, und für Gateways ist sie unüblich`;
  }
}

function list(names: readonly string[]): string {
  return new Intl.ListFormat('de').format(names);
}
