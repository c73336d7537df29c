// The German texts of `discover`.
import type { en } from './texts.en.js';

const FROM = {
  certificate: 'dem Zertifikat nach',
  mac: 'der Hardware-Adresse nach',
  mdns: 'vermutet, weil es auf smgw.local antwortet',
  address: 'geraten, weil es diese Adresse hat',
} as const;

export const de: typeof en = {
  steps: {
    cable: 'Kabel',
    configured: 'Vorhandene Adressen',
    dhcp: 'DHCP',
    mdns: 'Name smgw.local',
    known: 'Bekannte Adressen',
    replug: 'Kabel ziehen und stecken',
    around: 'Nachbarschaft der bekannten Adressen',
    wide: 'Weite Suche',
    tls: 'Port 443',
    proposal: 'Adresse für diesen Rechner',
  },
  carrier: (link) => ({
    plugged: `steckt in ${link}, und am anderen Ende ist ein Gerät`,
    unplugged: `an ${link} ist kein eingeschaltetes Gerät angeschlossen`,
    down: `${link} ist abgeschaltet`,
  }),
  carrierAdvice: (link) => ({
    plugged: [],
    unplugged: [
      'Stecken Sie das Netzwerkkabel fest in diesen Rechner und in die HAN-Buchse des Gateways.',
      'Wenn es steckt: Leuchtet am Gateway eine LED? Ein anderes Kabel hilft manchmal auch.',
    ],
    down: [`Einschalten: sudo ip link set ${link} up`],
  }),
  skipped: (link) => ({
    'not-permitted': 'braucht root',
    'no-perl': 'braucht Perl (Debian-Paket perl-base)',
    failed: `auf ${link} konnten keine eigenen Ethernet-Pakete gesendet werden`,
    'no-address': `${link} hat keine IPv4-Adresse in einem Netz, in dem ein Gateway sein könnte`,
    'no-link-local': `${link} hat keine IPv6-Adresse`,
    'not-asked': 'nur auf Wunsch',
  }),
  nothing: {
    cable: '',
    configured: 'dort antwortet kein Gateway',
    dhcp: 'niemand vergibt hier Adressen',
    mdns: 'niemand antwortet',
    known: 'keine davon antwortet',
    replug: 'es war nichts zu hören',
    around: 'niemand antwortet',
    wide: 'niemand antwortet',
    tls: '',
    proposal: '',
  },
  answer: (addresses) => `${addresses.join(', ')} ${addresses.length === 1 ? 'antwortet' : 'antworten'}`,
  homeNetwork: (server, offered) =>
    `${server} bietet die Adresse ${offered} samt Weg ins Internet an: das ist ein Heimnetz, kein Gateway`,
  homeNetworkAdvice: ['Das Kabel gehört in die HAN-Buchse des Gateways, nicht in den Router.'],
  lookFailed: (code) => `ging nicht (${code})`,
  pullCable: (link) =>
    `Ziehen Sie jetzt das Netzwerkkabel aus ${link}, warten Sie drei Sekunden, und stecken Sie es wieder ein. (Ohne weiter: Enter.)`,
  carrierNow: {
    plugged: 'Das Kabel steckt wieder; ich höre zu.',
    unplugged: 'Das Kabel ist gezogen.',
    down: '',
  },
  verdict: ({ verdict, address }) => {
    switch (verdict.kind) {
      case 'gateway':
        return verdict.at === address
          ? `${address} antwortet mit TLS 1.2`
          : `${address} antwortet mit TLS 1.2 (über ${verdict.at})`;
      case 'no-gateway':
        return `${address} ist ein Gerät, aber kein Gateway: ${
          verdict.code === 'ECONNREFUSED' ? 'der Port ist zu' : `kein TLS 1.2 (${verdict.code})`
        }`;
      case 'address-unknown':
        return `${address} ist ein Gerät, das seine IPv4-Adresse nicht verraten hat`;
      case 'silent':
        return `${address} ist ein Gerät, aber der Port antwortet nicht (${verdict.code})`;
      case 'unverified':
        return verdict.reason === 'overlap'
          ? `${address} wurde nicht geprüft, weil das Heimnetz dieselben Adressen benutzt`
          : `${address} wurde nicht geprüft, weil dieser Rechner in dessen Netz keine Adresse hat`;
    }
  },
  names: (names) => `nennt sich: ${names.join(', ')}`,
  certificate: ({ subject, names, issuer, fingerprint, validTo, isExpired }) => [
    `Zertifikat für: ${subject}${names === '' ? '' : `; ${names}`}`,
    `ausgestellt von: ${issuer ?? 'sich selbst'}`,
    `gültig bis: ${validTo}${isExpired ? ' - abgelaufen' : ''}`,
    `SHA-256: ${fingerprint}`,
  ],
  maker: ({ maker, from }) => `Hersteller: ${maker} (${FROM[from]})`,
  makerUnknown: 'Hersteller: unbekannt',
  proposal: (link, { address, prefix }) => `${address}/${prefix} auf ${link}, niemand benutzt sie`,
  proposalOverlap: (interfaces) =>
    `Auch ${interfaces.join(', ')} benutzt dieses Netz: der Weg zum Gateway darf nur für dessen Adresse gelten.`,
  proposalNone: 'alle Adressen neben der des Gateways sind vergeben',
  found: (address, isSure) =>
    isSure
      ? [`Gefunden: Das Gateway hat die Adresse ${address}.`]
      : [`Gefunden: Ein Gerät hat die Adresse ${address}, wahrscheinlich das Gateway.`],
  foundOthers: (addresses) => `Auch möglich: ${addresses.join(', ')}.`,
  notFound: ['Kein Gateway gefunden.'],
  onlyOthers: ['Kein Gateway gefunden, nur Geräte, die keines sind (siehe oben).'],
  needsRoot: [
    'Ein Teil der Suche braucht root, weil dafür eigene Ethernet-Pakete gesendet und gelesen werden.',
    'Vollständig sucht: sudo smgw-proxy discover',
  ],
  wideHint: 'In allen üblichen Netzen sucht (etwa 13 Minuten): sudo smgw-proxy discover --wide',
  letterLead:
    'Die Adresse kennt der Messstellenbetreiber, dessen Name auf der Zählerrechnung steht. Ein Brief an ihn:',
  noLink: [
    'Kein Netzwerkanschluss für das Gateway gefunden: es muss ein Anschluss für ein Kabel sein, der nicht der Weg ins Heimnetz ist.',
    'Verbinden Sie diesen Rechner über WLAN mit dem Heimnetz und über das Kabel mit dem Gateway, oder nennen Sie den Anschluss: --interface eth0',
  ],
  severalLinks: (candidates) => [
    `Mehrere Anschlüsse kommen in Frage: ${candidates.join(', ')}. Nennen Sie einen davon: --interface ${candidates[0] ?? 'eth0'}`,
  ],
};
