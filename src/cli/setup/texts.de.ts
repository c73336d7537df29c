// The German texts of `setup`.
import type { en, Reached } from './texts.en.js';

const list = (ports: readonly number[]): string => ports.join(' und ');

export const de: typeof en = {
  needsRoot: [
    'Einrichten braucht root: es ändert das Netzwerk dieses Rechners, schreibt nach /etc und startet einen Dienst.',
    'Bitte so: sudo smgw-proxy setup',
  ],
  names: {
    manager: 'NetworkManager',
    service: 'Dienst',
    interfaces: 'Netzwerkanschlüsse',
    ports: 'Ports',
    address: 'Adresse für diesen Rechner',
    earlier: 'Früherer Versuch',
  },
  managerRuns: (version) => `läuft (${version})`,
  managerMissing: 'läuft nicht; setup richtet das Netzwerk nur mit ihm ein',
  managerAdvice: [
    'Raspberry Pi OS bringt ihn mit. Einschalten: sudo systemctl enable --now NetworkManager',
    'Ohne ihn: Adresse von Hand vergeben und /etc/smgw-proxy/config.yaml schreiben, siehe README.',
  ],
  unmanaged: (link) => `kümmert sich nicht um ${link}: der Anschluss wird anderswo eingerichtet`,
  unmanagedAdvice: (link) => [
    `Steht ${link} in /etc/network/interfaces? Dann dort entfernen und den Rechner neu starten.`,
  ],
  serviceInstalled: 'das Paket ist installiert',
  serviceMissing: 'ist nicht installiert: setup braucht systemd und das Debian-Paket von smgw-proxy',
  serviceAdvice: ['Installieren: sudo apt install ./smgw-proxy_*.deb'],
  links: (link, home, address) => `${link} führt zum Gateway, ${home} (${address}) ins Heimnetz`,
  noHome: 'kein anderer Anschluss hat eine Adresse im Heimnetz',
  noHomeAdvice: ['Verbinden Sie diesen Rechner zuerst über WLAN mit dem Heimnetz: sudo nmtui'],
  loggedInOver: (link) => [
    `Sie sind über ${link} angemeldet; die Verbindung würde beim Einrichten abreißen.`,
    'Melden Sie sich über die Adresse im WLAN an, und stecken Sie das Kabel dann ins Gateway.',
  ],
  portsFree: (ports) => `${list(ports)} sind frei`,
  portsTaken: (port, by, ports) =>
    `${port} benutzt schon ${by ?? 'ein anderes Programm'}; genommen wird ${list(ports)}`,
  noPorts: 'alle in Frage kommenden (8080, 443, 8443) benutzen schon andere Programme',
  configKept: 'wie in /etc/smgw-proxy/config.yaml',
  addressKept: (address) => `${address}, wie bisher`,
  addressNone: 'alle Adressen neben der des Gateways sind vergeben',
  undoingEarlier: 'wurde unterbrochen und wird zuerst zurückgenommen',
  undoingEarlierDry: 'wurde unterbrochen; ohne --dry-run würde er zuerst zurückgenommen',
  looking: 'Für einen Blick auf das Zertifikat bekommt dieser Rechner kurz die Adresse.',
  mute: (address) => [
    `${address} antwortet, aber nicht so wie ein Gateway. Es wurde nichts geändert.`,
    `Wenn es trotzdem das Gateway ist: sudo smgw-proxy setup --target ${address}`,
  ],
  homeNetwork: [
    'Das Kabel führt in ein Heimnetz, nicht zum Gateway (siehe oben). Es wurde nichts geändert.',
    'Wenn dort doch das Gateway ist, nennen Sie seine Adresse: sudo smgw-proxy setup --target 10.11.120.2',
  ],
  runsAlready: (pid) => `Ein anderes setup läuft gerade (Prozess ${pid}). Warten Sie, bis es fertig ist.`,
  hanLink: 'den HAN-Anschluss',
  severalTargets: (target) => [
    'In /etc/smgw-proxy/config.yaml stehen mehrere Ziele; welches zu ändern ist, weiß nur, wer sie geschrieben hat.',
    `Tragen Sie ${target} dort ein, und rufen Sie setup noch einmal auf.`,
  ],
  planHead: 'Das wird geändert, und sonst nichts:',
  undoHead: 'Das wird zurückgenommen, das Letzte zuerst:',
  actions: {
    profile: (link) => `Netzwerkprofil smgw-han für ${link}`,
    connect: (link) => `${link} damit verbinden`,
    arp: () => 'im Heimnetz nicht für die Adresse am Gateway antworten',
    config: () => 'Konfiguration des Dienstes',
    sandbox: () => 'der Dienst darf mit dieser öffentlichen Adresse sprechen',
    enable: () => 'Dienst bei jedem Start des Rechners starten',
    start: () => 'Dienst starten und warten, bis er bereit ist',
    restart: () => 'Dienst neu starten und warten, bis er bereit ist',
    look: (link) => `kurz eine Adresse auf ${link}`,
  },
  file: (path) => `Datei ${path}:`,
  back: (command) => `(zurück: ${command})`,
  fileAsBefore: 'wie vorher',
  undoHint: 'Alles zurücknehmen können Sie jederzeit mit: sudo smgw-proxy setup --undo',
  dryRun: 'Nur gezeigt, nichts geändert.',
  question: 'Ausführen? [j/N] ',
  yes: /^\s*(?:j|ja|y|yes)\s*$/i,
  declined: 'Nichts geändert.',
  done: 'erledigt',
  undone: 'zurückgenommen',
  kept: (file) => `Was inzwischen jemand geändert hat, liegt in ${file}.`,
  nothingToDo: 'Alles ist schon so eingerichtet; es gibt nichts zu tun.',
  nothingToUndo: 'Es gibt nichts zurückzunehmen.',
  pleaseWait: 'Abgebrochen; was geändert wurde, wird zurückgenommen. Bitte warten.',
  failedCommand: (command, status) => `${command}   endete mit ${status}`,
  failedFile: (path, code) => `${path} ließ sich nicht schreiben (${code})`,
  failedJournal: (code) => `in /var/lib/smgw-proxy ließ sich nichts merken (${code})`,
  journalUnreadable: (path) =>
    `${path} ist unlesbar: darin steht, was zurückzunehmen wäre. Verschieben Sie die Datei, wenn Sie ohne sie weitermachen wollen.`,
  rolledBack: ['Nicht eingerichtet. Alles ist wieder, wie es vorher war.'],
  allUndone: 'Alles ist zurückgenommen.',
  leftovers: [
    'Das ließ sich nicht zurücknehmen (siehe oben). Noch einmal versuchen: sudo smgw-proxy setup --undo',
  ],
  notActive: 'läuft nicht, obwohl er gestartet wurde; warum, sagt: journalctl -u smgw-proxy',
  checkFoundTrouble: [
    'Eingerichtet ist alles, aber die Prüfung hat etwas gefunden (siehe oben).',
    'Wenn es behoben ist, noch einmal prüfen: sudo smgw-proxy check',
  ],
  end,
};

function end({ address, urls, names, url, has443, maker, mdns }: Reached): string[] {
  return [
    'Fertig. Aus dem Heimnetz ist das Gateway zu erreichen unter:',
    ...urls.map((each) => `  ${each}`),
    ...(names.length === 0 ? [] : [`  oder mit Namen: ${names.join('  ')}`]),
    'Das Zertifikat ist das des Gateways und nennt diesen Rechner nicht; Browser warnen deshalb einmal.',
    '',
    'Home Assistant:',
    ...homeAssistant(address, url, has443, maker),
    `evcc und andere: als Adresse ${url} oder als Host ${address}`,
    `Ausprobieren:    curl -k --digest -u BENUTZERNAME ${url}${PATHS[maker ?? ''] ?? ''} -L`,
    '',
    ...(maker === 'EMH' ? emh(mdns) : []),
    'Damit die Adresse so bleibt, in der FRITZ!Box: Heimnetz → Netzwerk → Netzwerkverbindungen → Stift neben',
    'diesem Rechner → „Diesem Netzwerkgerät immer die gleiche IPv4-Adresse zuweisen“.',
    '',
    'Ansehen: smgw-proxy status   Prüfen: sudo smgw-proxy check   Zurücknehmen: sudo smgw-proxy setup --undo',
  ];
}

/** Behind the address, as these makers have it. */
const PATHS: Readonly<Record<string, string>> = {
  Theben: '/smgw/m2m',
  PPC: '/cgi-bin/hanservice.cgi',
  EMH: '/json/metering/',
};

/** What ha-ppc-smgw wants behind the address. */
const HA_PPC_PATHS: Readonly<Record<string, string>> = {
  Theben: '/smgw/m2m/KENNUNG.sm/json',
  PPC: '/cgi-bin/hanservice.cgi',
};

function homeAssistant(
  address: string,
  url: string,
  has443: boolean,
  maker: Reached['maker'],
): readonly string[] {
  const core = has443
    ? `  Theben CONEXA (gehört dazu):  Host ${address}, ohne Port`
    : '  Theben CONEXA (gehört dazu):  braucht Port 443, der hier schon vergeben ist';
  const ppc = `  ha-ppc-smgw (von HACS):       URL ${url}${HA_PPC_PATHS[maker ?? 'PPC'] ?? ''}`;
  return maker === 'Theben' || maker === undefined ? [core, ppc] : [ppc];
}

const emh = (mdns: string | undefined): readonly string[] => [
  'Gateways von EMH antworten nur, wenn sie als smgw.local angesprochen werden oder mit ihrer eigenen Adresse.',
  mdns === undefined
    ? 'Dafür in /etc/smgw-proxy/config.yaml ergänzen: mdns: smgw.local   Dann: sudo systemctl restart smgw-proxy'
    : `Dieser Rechner antwortet dafür im Heimnetz auf den Namen ${mdns}; geben Sie Programmen diesen Namen.`,
  '',
];
