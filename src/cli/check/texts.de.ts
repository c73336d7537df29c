// The German texts of `check`.
import type { CheckStep } from '../../check/causes.js';
import { GATEWAY } from './texts-gateway.de.js';
import { MAKER } from './texts-maker.de.js';
import type { en } from './texts.en.js';
import { fails, list, port, type CauseTexts, type Where } from './words.js';

const STEPS: Readonly<Record<CheckStep, string>> = {
  node: 'Node.js',
  config: 'Konfiguration',
  interfaces: 'Netzwerkanschlüsse',
  cable: 'Kabel',
  target: 'Adresse des Gateways',
  address: 'Eigene Adresse am Kabel',
  routes: 'Weg ins Internet',
  dns: 'Nameserver',
  forwarding: 'Weiterleitung von Paketen',
  overlap: 'Getrennte Netze',
  neighbour: 'Gerät am Kabel',
  tcp: 'Port des Gateways',
  tls: 'TLS',
  certificate: 'Zertifikat',
  pin: 'TLS durch smgw-proxy',
  maker: 'Hersteller',
  home: 'Heimnetz',
  service: 'Dienst',
  ports: 'Port des Dienstes',
  status: 'Zustand des Dienstes',
  through: 'Ganzer Weg',
  client: 'Für Ihre Programme',
  programs: 'Was einzugeben ist',
};

const SERVICE = {
  'home-up': ({ link, addresses }) => `${link} hat ${list(addresses)}`,
  'home-missing': () => [
    'kein Anschluss führt dorthin',
    'Verbinden Sie diesen Rechner über WLAN oder ein zweites Kabel mit dem Router. WLAN: sudo nmtui',
  ],
  'home-down': ({ link, isWireless, carrier }) => [
    carrier === 'down' ? `${link} ist abgeschaltet` : `${link} ist nicht verbunden`,
    ...(isWireless
      ? ['WLAN einschalten und verbinden: sudo nmtui']
      : [`Einschalten: sudo ip link set ${link} up`, 'Steckt das Kabel zum Router?']),
  ],
  'home-no-address': ({ link, isWireless }) => [
    `${link} hat keine Adresse vom Router bekommen`,
    isWireless
      ? 'Stimmen Name und Passwort des WLANs? Verbinden: sudo nmtui'
      : 'Ist der Router eingeschaltet? Neu verbinden: sudo nmtui',
  ],
  'service-active': () => 'läuft, auch nach einem Neustart',
  'service-not-enabled': () => [
    'läuft, nach einem Neustart des Rechners aber nicht mehr',
    'Auch dann starten: sudo systemctl enable smgw-proxy',
  ],
  'service-unknown': () => 'hier gibt es kein systemd, das ihn startet',
  'service-not-installed': () => 'ist nicht eingerichtet; geprüft wird, was von Hand gestartet ist',
  'service-stopped': ({ isEnabled }) => [
    'ist angehalten',
    isEnabled
      ? 'Starten: sudo systemctl start smgw-proxy'
      : 'Starten, auch nach jedem Neustart: sudo systemctl enable --now smgw-proxy',
  ],
  'service-without-config': () => [
    'wartet auf die Datei /etc/smgw-proxy/config.yaml',
    'Einrichten: sudo smgw-proxy setup',
  ],
  'service-failing': ({ state, words }) => ({
    text: fails(state) ? 'startet und bricht sofort wieder ab' : `ist nicht bereit (${state})`,
    details: words.length === 0 ? ['Der Grund steht im Protokoll, das nur root lesen darf.'] : words,
    remedy: ['Das Protokoll lesen: sudo journalctl -u smgw-proxy -n 50'],
  }),
  'service-walled-off': ({ address }) => [
    `darf ${address} nicht erreichen: systemd verwirft seine Pakete dorthin`,
    'Erlauben: sudo smgw-proxy setup',
    `Oder IPAddressAllow=${address} unter [Service] eintragen: sudo systemctl edit smgw-proxy`,
    'Danach: sudo systemctl restart smgw-proxy',
  ],
  'port-open': ({ listen, holder }) =>
    holder === undefined
      ? `auf ${listen} wartet ein Programm auf Verbindungen; welches, sieht nur root`
      : `auf ${listen} wartet smgw-proxy auf Verbindungen`,
  'port-taken': ({ listen, holder, pid, user }) => [
    pid === undefined
      ? `Port ${listen} ist von einem anderen Programm belegt, das dem Benutzer ${user} gehört`
      : `Port ${listen} ist von ${holder ?? ''}, Prozess ${pid}, belegt`,
    'Beenden Sie dieses Programm, oder tragen Sie bei listen einen anderen Port ein.',
  ],
  'port-unproven': ({ listen, holder, pid }) => [
    `auf ${listen} wartet ${holder}, Prozess ${pid}; ob das smgw-proxy ist, ist nicht nachweisbar`,
    'Ist es das? Mit admin: 127.0.0.1:8081 in der Konfiguration lässt es sich nachweisen.',
  ],
  'port-unreadable': ({ listen, reason }) =>
    `das System zeigt nicht, welches Programm auf ${listen} wartet (${reason})`,
  'port-closed': ({ listen }) => [
    `auf ${listen} wartet niemand auf Verbindungen`,
    'Starten: sudo systemctl start smgw-proxy',
    'Läuft es schon? Dann: sudo systemctl reload smgw-proxy',
  ],
  'port-waiting': ({ listen, interface: name }) => [
    `${listen} kann nicht öffnen, weil ${name} keine Adresse hat`,
    `Verbinden Sie ${name}, oder tragen Sie bei listen einen anderen Anschluss ein.`,
  ],
  'status-ready': ({ version }) => `Version ${version} antwortet und ist bereit`,
  'status-off': () => 'lässt sich nicht fragen: in der Konfiguration steht kein admin',
  'status-no-answer': ({ reason }) => [
    `gibt keine Auskunft (${reason})`,
    'Neu laden: sudo systemctl reload smgw-proxy',
  ],
  'status-other-version': ({ version, own }) => [
    `es läuft noch Version ${version}, installiert ist ${own}`,
    'Neu starten: sudo systemctl restart smgw-proxy',
  ],
  'status-other-target': ({ targets, configured }) => [
    `leitet zu ${list(targets)}, in der Konfiguration steht ${configured}`,
    'Die Konfiguration neu laden: sudo systemctl reload smgw-proxy',
  ],
  'status-target-down': ({ target, reason }) => [
    `hält ${target} für nicht erreichbar (${reason}), obwohl es eben geantwortet hat`,
    'Er sieht alle fünf Sekunden nach. Gleich noch einmal prüfen; bleibt es so: sudo smgw-proxy status',
  ],
  'status-unanswered': ({ by, times }) => [
    `das Gateway beantwortet die Anmeldung von ${by} nicht (${times === 1 ? 'ein Versuch' : `${times} Versuche hintereinander`})`,
    'Stimmen Benutzername und Passwort dort? Viele Gateways antworten auf ein falsches Passwort gar nicht.',
    'Nach mehreren Versuchen sperren manche für eine Weile. Nachsehen: sudo smgw-proxy status',
  ],
  'status-target-unknown': ({ target }) => [
    `sucht noch nach ${target}, deshalb sind seine Ports geschlossen`,
    'Gleich noch einmal prüfen; bleibt es so: sudo smgw-proxy status',
  ],
  'status-name-taken': ({ name, link, rival }) => [
    `${name} gehört an ${link} einem anderen Gerät (${rival}); smgw-proxy antwortet deshalb nicht darauf`,
    'Benennen Sie jenes Gerät um, oder wählen Sie in /etc/smgw-proxy/config.yaml einen anderen Namen (mdns).',
    'Gateways von EMH lassen keinen anderen Namen gelten. Ohne ihn müssen Programme die Adresse des Gateways als Host senden.',
  ],
  'status-port-failed': ({ forward }) => [
    `kann für ${forward} nicht auf seinem Port warten`,
    'Welches Programm ihn hat, zeigt als root: sudo smgw-proxy check',
  ],
  'through-same': (at) => `Das Gateway antwortet auch aus dem Heimnetz (${port(at)})`,
  'through-not-for-home': ({ listen }) => [
    `er wartet nur auf ${list(listen)}, und dort kommt das Heimnetz nicht hin`,
    'Tragen Sie bei listen einen Port allein ein, wie 8080, oder den Anschluss ins Heimnetz, wie wlan0:8080.',
  ],
  'through-refused': (at) => [
    `auf ${port(at)} nimmt niemand Verbindungen an`,
    'Neu starten: sudo systemctl restart smgw-proxy',
  ],
  'through-silent': (at) => [
    `${port(at)} antwortet nicht, das Gateway selbst aber schon`,
    'Das Protokoll lesen: sudo journalctl -u smgw-proxy -n 20',
  ],
  'through-cut': ({ reason, ...at }) => [
    `${port(at)} beendet die Verbindung, bevor das Gateway antwortet (${reason})`,
    'Erlauben allow und deny diesem Rechner die Verbindung? Läuft gerade eine andere, und es darf nur eine geben?',
    'Das Protokoll lesen: sudo journalctl -u smgw-proxy -n 20',
  ],
  'through-other': (at) => [
    `${port(at)} zeigt ein anderes Zertifikat als das Gateway`,
    'Dort antwortet ein anderes Programm, oder smgw-proxy leitet woandershin. Nachsehen: sudo smgw-proxy status',
  ],
  'through-plain': (at) => `${port(at)} ist offen für Programme ohne TLS`,
  'through-not-admitted': (at) =>
    `${port(at)} ist nicht für diesen Rechner, nur für die Geräte, die allow und deny zulassen: Der Weg von ihnen ist nicht geprüft`,
  'through-wants-header': (at) => `${port(at)} erwartet von diesem Rechner einen PROXY-Header (accept-proxy)`,
  'client-urls': ({ urls, names }) => ({
    text: urls.join('  '),
    details: [
      ...(names.length === 0 ? [] : [`vielleicht auch: ${names.join('  ')}`]),
      'Damit die Adresse so bleibt, geben Sie diesem Rechner im Router eine feste.',
    ],
  }),
  'client-nowhere': () => 'keine Adresse im Heimnetz',
} satisfies Partial<CauseTexts>;

const causes: CauseTexts = {
  ...GATEWAY,
  ...MAKER,
  ...SERVICE,
  'not-tested': ({ because }) => `nicht geprüft wegen: ${STEPS[because]}`,
};

const trouble: Readonly<Record<Where, string>> = {
  input: 'Die Konfiguration stimmt nicht',
  cable: 'Das Kabel oder sein Anschluss funktioniert nicht',
  addresses: 'Eine Adresse oder ein Weg stimmt nicht',
  gateway: 'Das Gateway antwortet nicht',
  tls: 'Die Verschlüsselung des Gateways passt nicht',
  service: 'Der Dienst funktioniert nicht',
  home: 'Das Heimnetz ist nicht erreichbar',
  port: 'Ein anderes Programm hat einen Port des Dienstes',
  through: 'Das Heimnetz erreicht das Gateway nicht',
};

export const de: typeof en = {
  steps: STEPS,
  causes,
  trouble,
  allWell: 'Alles in Ordnung.',
  wellWithWarnings: (count) =>
    count === 1
      ? 'Es funktioniert; eine Stelle verdient Beachtung (!).'
      : `Es funktioniert; ${count} Stellen verdienen Beachtung (!).`,
  failed: (count, where) => `${count === 1 ? 'Ein Fehler' : `${count} Fehler, der erste`}: ${where}.`,
  fixFirst: 'Beheben Sie zuerst den obersten Fehler (✗), dann noch einmal prüfen: sudo smgw-proxy check',
  withoutRoot: 'Welches Programm den Port hat, zeigt: sudo smgw-proxy check',
};
