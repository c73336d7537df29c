// The German texts of `check`: this machine, the cable, and the answers of the gateway.
import { atHome, de } from '../discover/texts.de.js';
import { dayText } from '../language.js';
import { bareDigits, list, port, type CauseText, type CauseTexts, routeRule } from './words.js';

const day = (time: string): string => dayText('de', new Date(time));
const unsaved = (trouble: string | undefined): Pick<CauseText, 'details'> =>
  trouble === undefined
    ? {}
    : { details: [`Konnte nicht gemerkt werden (${trouble}); ein Wechsel fiele nicht auf.`] };
const WHOSE_CERTIFICATE = [
  'Steckt das Kabel im richtigen Gerät, und stimmt die Adresse in der Konfiguration?',
  'Ist es sicher Ihr Gateway? Dann (mit sudo, falls eben auch): smgw-proxy check --accept-certificate',
];

export const GATEWAY = {
  'node-fit': ({ version }) => version,
  'node-of-service-old': ({ program, version, needed }) => [
    `der Dienst benutzt ${program}, und das ist zu alt (${version})`,
    `Installieren Sie dort Node.js ${needed} oder neuer; Raspberry Pi OS bringt es ab „Trixie“ mit.`,
  ],
  'config-file': ({ file }) => `${file} ist in Ordnung`,
  'config-defaults': ({ file }) => `es gibt keine Datei ${file}; es gelten die Vorgaben`,
  'config-wrong': ({ problems, editor }) => ({
    text: problems.length === 1 ? (problems[0] ?? '') : `enthält ${problems.length} Fehler`,
    details: problems.length === 1 ? [] : problems,
    remedy: [
      editor === undefined ? 'Berichtigen Sie das.' : `Berichtigen Sie das: ${editor}`,
      'Dann noch einmal prüfen: sudo smgw-proxy check',
    ],
  }),
  'interfaces-found': ({ link, home }) =>
    `${link} führt zum Gateway, ${home ?? 'kein Anschluss'} ins Heimnetz`,
  'interfaces-unreadable': ({ reason }) => [
    `das System zeigt die Anschlüsse und Adressen dieses Rechners nicht (${reason})`,
    'Führen Sie diese Prüfung außerhalb des Containers oder der Sandbox aus.',
  ],
  'interfaces-no-gateway': ({ home }) => [
    home === undefined
      ? 'keiner kommt für das Gateway in Frage: Es muss einer für ein Kabel sein, der nicht ins Heimnetz führt'
      : atHome(home),
    ...(home?.hasOther === true
      ? ['Stecken Sie das Kabel in die HAN-Buchse des Gateways um. Einrichten: sudo smgw-proxy setup']
      : ['Verbinden Sie diesen Rechner über WLAN mit dem Heimnetz und mit dem Kabel mit dem Gateway.']),
    'Oder nennen Sie den Anschluss: sudo smgw-proxy check --interface eth0',
  ],
  'interfaces-several': ({ candidates }) => [
    `mehrere kommen für das Gateway in Frage: ${list(candidates)}`,
    `Nennen Sie den richtigen: sudo smgw-proxy check --interface ${candidates[0] ?? 'eth0'}`,
  ],
  'cable-plugged': ({ link }) => de.carrier(link).plugged,
  'cable-unplugged': ({ link }) => de.carrier(link).unplugged,
  'cable-link-down': ({ link }) => de.carrier(link).down,
  'target-fit': ({ address }) => `${address} kann das Gateway sein`,
  'target-is-own': ({ address, link }) => [
    `${address} ist eine Adresse dieses Rechners selbst (${link}), nicht die des Gateways`,
    'Tragen Sie als target die Adresse des Gateways ein. Finden: sudo smgw-proxy discover',
  ],
  'target-in-home-network': ({ address, link, network: its }) => [
    `${address} liegt im Netz ${its} von ${link}, nicht am Kabel zum Gateway`,
    'Tragen Sie als target die Adresse des Gateways ein. Finden: sudo smgw-proxy discover',
  ],
  'target-name-unknown': ({ name, code }) => [
    `der Name ${name} lässt sich nicht in eine Adresse auflösen (${code})`,
    'Tragen Sie als target die Adresse selbst ein. Finden: sudo smgw-proxy discover',
  ],
  'target-name-unanswered': ({ name, code }) => [
    `kein Nameserver antwortet auf die Frage nach ${name} (${code})`,
    'Namen kommen vom Router: Ist er an, und ist dieser Rechner mit ihm verbunden? Der Dienst versucht es weiter.',
  ],
  'address-fit': ({ link, address }) =>
    address === '' ? `der Weg zum Gateway führt über ${link}` : `${address} auf ${link}`,
  'way-own': ({ link, from }) => `Pakete von ${from} gehen über ${link} hinaus`,
  'way-other': ({ address, link, from, other }) => [
    other === undefined
      ? `von ${from} führt kein Weg zu ${address}`
      : `Pakete von ${from} gehen über ${other} hinaus, nicht über ${link}: Dort ist vielleicht ein anderes Gateway`,
    'smgw-proxy lässt dort kein Gerät durch. Eine eigene Regel und Tabelle führen den richtigen Weg, mit NetworkManager:',
    routeRule(link, from),
    `sudo nmcli device reapply ${link}`,
    'Jedes weitere Gateway braucht eine andere Nummer statt 101.',
  ],
  'address-missing': ({ link, address }) => [
    `${link} hat keine Adresse; das Gateway (${address}) antwortet nur in seinem eigenen Netz`,
    'Einrichten: sudo smgw-proxy setup',
  ],
  'address-wrong-subnet': ({ link, address, addresses }) => [
    `${link} hat ${list(addresses)}, und ${address} ist nicht in diesem Netz`,
    'Das Gateway antwortet nur in seinem eigenen Netz. Neu einrichten: sudo smgw-proxy setup',
    'Oder ist target falsch? Das Gateway suchen: sudo smgw-proxy discover',
  ],
  'address-no-link-local': ({ link, address }) => [
    `${link} hat keine IPv6-Adresse, ${address} ist aber nur damit zu erreichen`,
    'Einrichten: sudo smgw-proxy setup',
  ],
  'routes-none': ({ link }) => `keiner über ${link}`,
  'routes-default-on-han': ({ link }) => [
    `führt über ${link} (Default-Route), das Gateway ist aber nicht mit dem Internet verbunden`,
    'Dieser Rechner verliert dadurch zeitweise oder ganz die Verbindung. Neu einrichten: sudo smgw-proxy setup',
    `Für den Augenblick: sudo ip route del default dev ${link}`,
  ],
  'dns-none': ({ link }) => `keiner über ${link}`,
  'dns-on-han': ({ link, servers }) => [
    `${list(servers)} über ${link}, am Gateway gibt es aber keinen`,
    'Namen werden dadurch langsam oder gar nicht gefunden. Neu einrichten: sudo smgw-proxy setup',
    'Oder im Netzwerkprofil dieses Anschlusses den DNS-Server löschen.',
  ],
  'forwarding-off': () => 'ausgeschaltet: Die Netze bleiben getrennt',
  'forwarding-on': ({ interfaces }) => [
    `eingeschaltet für ${list(interfaces)}: Das Heimnetz und das des Gateways sind nicht getrennt`,
    'smgw-proxy braucht sie nicht, und manche Gateways sperren sich dann.',
    'Ausschalten: sudo sysctl -w net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0',
    'Damit es so bleibt, darf auch in /etc/sysctl.conf und /etc/sysctl.d nichts anderes stehen.',
  ],
  'forwarding-for-containers': ({ link, because }) => [
    `eingeschaltet, weil Container oder Tunnel sie brauchen (${list(because)})`,
    'Halten Sie das Netz des Gateways mit einer Regel heraus, zum Beispiel in /etc/nftables.conf:',
    `table inet smgw { chain forward { type filter hook forward priority -10; iifname "${link}" drop; oifname "${link}" drop; } }`,
  ],
  'overlap-none': () => 'Heimnetz und Netz des Gateways haben verschiedene Adressen',
  'overlap-found': ({ link, network: its, other }) => [
    `${link} und ${other} benutzen dieselben Adressen (${its}): Pakete gehen zum falschen`,
    'Geben Sie dem Heimnetz im Router andere Adressen, zum Beispiel 192.168.77.0/24.',
    'Oder lassen Sie den Weg nur für das Gateway gelten: sudo smgw-proxy setup',
    `Ist dort ein anderes Gateway? Dann braucht jedes in der Konfiguration sein source, zum Beispiel source: ${link}`,
  ],
  'neighbour-answered': ({ address, mac }) => `${address} ist da (${mac})`,
  'neighbour-silent': ({ address, link }) => [
    `niemand an ${link} hat die Adresse ${address}`,
    'Ist das Gateway eingeschaltet, und steckt das Kabel in seiner HAN-Buchse?',
    'Vielleicht hat es eine andere Adresse. Suchen: sudo smgw-proxy discover',
  ],
  'neighbour-unknown': () => 'ließ sich nicht feststellen',
  'tcp-open': (at) => `${port(at)} ist offen`,
  'tcp-refused': (at) => [
    `${port(at)} ist zu: Das Gerät ist da, aber dort antwortet nichts`,
    'Das Gateway antwortet meist auf Port 443. Startet es gerade? Dann in fünf Minuten noch einmal prüfen.',
    'Sonst den Messstellenbetreiber fragen, ob die HAN-Schnittstelle freigeschaltet ist.',
  ],
  'tcp-silent': (at) => [
    `${port(at)} antwortet nicht`,
    'Ist das Gateway eingeschaltet? Es nimmt nur Verbindungen aus seinem Netz an: Stimmt die Adresse dieses Rechners?',
    'Hilft das nicht, bitten Sie den Messstellenbetreiber, das Gateway neu zu starten.',
  ],
  'tcp-no-way': ({ reason, ...at }) => [
    `es gibt keinen Weg zu ${port(at)} (${reason})`,
    'Den Anschluss neu einrichten: sudo smgw-proxy setup',
  ],
  'tls-fit': ({ version, ...at }) => `${port(at)} spricht ${version}`,
  'tls-too-new': (at) => [
    `${port(at)} spricht nur TLS 1.3; ein Smart-Meter-Gateway spricht TLS 1.2`,
    'Das ist wohl ein anderes Gerät: Steckt das Kabel im Gateway, und stimmt die Adresse?',
  ],
  'tls-cut': ({ reason, ...at }) => [
    `${port(at)} nimmt die Verbindung an und beendet sie sofort (${reason})`,
    'Vielleicht bedient es gerade andere Programme, oder es hat sich nach falschen Anmeldungen gesperrt. Manche Gateways lassen nur wenige Verbindungen zugleich zu.',
    'Andere Programme anhalten, 15 Minuten warten, noch einmal prüfen: sudo smgw-proxy check',
  ],
  'tls-late': (at) => [
    `${port(at)} nimmt die Verbindung an und sagt dann nichts`,
    'Das Gateway ist überlastet oder startet gerade. In fünf Minuten noch einmal: sudo smgw-proxy check',
    'Bleibt es so? Zu häufige Abfragen machen manche Gateways stumm, bis der Messstellenbetreiber sie neu startet: Bitten Sie ihn darum, und fragen Sie danach alle 15 Minuten ab.',
  ],
  'tls-none': ({ reason, ...at }) => [
    `${port(at)} spricht kein TLS, wie Gateways es sprechen (${reason})`,
    'Das ist wohl ein anderes Gerät oder ein anderer Port: Stimmt das target in der Konfiguration?',
  ],
  'certificate-noted': ({ trouble }) => ({
    text: 'zum ersten Mal gesehen und gemerkt',
    ...unsaved(trouble),
  }),
  'certificate-known': ({ since }) => `dasselbe wie seit dem ${day(since)}`,
  'certificate-accepted': ({ trouble }) => ({
    text: 'gilt von nun an als das richtige',
    ...unsaved(trouble),
  }),
  'certificate-changed': ({ certificate, before, since, mac, macBefore }) => ({
    text: `ein anderes als seit dem ${day(since)}`,
    details: [
      `bisher SHA-256: ${before}`,
      `jetzt SHA-256:  ${certificate.fingerprint}`,
      ...(mac === undefined || macBefore === undefined
        ? []
        : mac === macBefore
          ? [`Das Gerät ist dasselbe (${mac}).`]
          : [`Auch das Gerät ist ein anderes: ${mac}, bisher ${macBefore}.`]),
    ],
    remedy: [
      'Betreiber tauschen Zertifikate gelegentlich. Fragen Sie im Zweifel nach, bevor Sie Ihr Passwort benutzen.',
      'Ist der Wechsel richtig? Dann (mit sudo, falls eben auch): smgw-proxy check --accept-certificate',
    ],
  }),
  'certificate-unfamiliar': () => [
    'nennt keinen Namen, an dem ein Gateway zu erkennen ist',
    ...WHOSE_CERTIFICATE,
  ],
  'certificate-foreign': () => ['gehört einem anderen Gerät, nicht einem Gateway', ...WHOSE_CERTIFICATE],
  'certificate-expired': ({ validTo }) => [
    `ist am ${dayText('de', validTo)} abgelaufen`,
    'Programme, die das prüfen, lehnen es ab. Erneuern kann es nur der Messstellenbetreiber.',
  ],
  'certificate-not-yet-valid': ({ validFrom }) => [
    `gilt erst ab dem ${dayText('de', validFrom)}: geht die Uhr dieses Rechners richtig?`,
    'Die Uhr stellt sich über das Internet. Nachsehen: timedatectl',
  ],
  'pin-same': (at) => `${port(at)} zeigt das festgelegte Zertifikat (target-fingerprint)`,
  'pin-other': ({ certificate, pinned, ...at }) => ({
    text: `${port(at)} zeigt NICHT das festgelegte Zertifikat; deshalb kommt kein Programm durch`,
    details: [`festgelegt SHA-256: ${pinned}`, `jetzt SHA-256:      ${certificate.fingerprint}`],
    remedy: [
      'Steckt das Kabel noch in Ihrem Gateway? Betreiber erneuern Zertifikate gelegentlich; fragen Sie im Zweifel nach.',
      `Nur wenn es stimmt, in der Konfiguration ändern: target-fingerprint: ${bareDigits(certificate.fingerprint)}`,
    ],
  }),
  'pin-none': ({ fingerprint }) => ({
    text: 'nicht verwendet (target-tls ist aus): Ihre Programme sprechen selbst TLS mit dem Gateway',
    details: [
      'Für Programme, die das nicht können; Passwörter gehen dann unverschlüsselt durchs Heimnetz. Ist es Ihr Gateway:',
      `--target-tls --target-fingerprint ${bareDigits(fingerprint)}`,
      'Oder in der Konfigurationsdatei:',
      'target-tls: on',
      `target-fingerprint: ${bareDigits(fingerprint)}`,
    ],
  }),
} satisfies Partial<CauseTexts>;
