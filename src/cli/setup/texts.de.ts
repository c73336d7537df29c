// The German texts of `setup`.
import { MOMENT, type en, type Reached } from './texts.en.js';

const CARD: Readonly<Record<string, string>> = { ENOSPC: 'voll', EROFS: 'schreibgeschützt' };

const list = (ports: readonly number[]): string => ports.join(' und ');

export const de: typeof en = {
  needsRoot: [
    'Einrichten braucht root: Es ändert das Netzwerk dieses Rechners, schreibt nach /etc und startet einen Dienst.',
    '→ Bitte so: sudo smgw-proxy setup',
  ],
  opening: (isAgreed) => [
    'Setup sucht jetzt das Gateway am Kabel und bereitet alles vor. Das dauert meist weniger als eine Minute.',
    ...(isAgreed ? [] : ['Dauerhaft geändert wird erst etwas, wenn Sie zustimmen.']),
    '',
  ],
  names: {
    manager: 'NetworkManager',
    service: 'Dienst',
    card: 'SD-Karte',
    interfaces: 'Netzwerkanschlüsse',
    ports: 'Ports',
    earlier: 'Früherer Versuch',
    maker: 'Hersteller',
    name: 'Name im Heimnetz',
  },
  managerRuns: (version) => `läuft (${version})`,
  managerStopped: [
    'läuft nicht; setup richtet das Netzwerk nur mit ihm ein',
    'Einschalten: sudo systemctl enable --now NetworkManager',
    'Dann noch einmal einrichten: sudo smgw-proxy setup',
  ],
  managerMissing: [
    'ist nicht installiert; setup richtet das Netzwerk nur mit ihm ein. Raspberry Pi OS bringt ihn mit.',
    'Installieren: sudo apt install network-manager',
    'Ohne ihn die Adresse von Hand vergeben und /etc/smgw-proxy/config.yaml schreiben. Siehe: man smgw-proxy',
  ],
  unmanaged: (link) => [
    `kümmert sich nicht um ${link}: Der Anschluss wird anderswo eingerichtet`,
    `Entfernen Sie ${link} aus /etc/network/interfaces, dann neu starten: sudo reboot`,
  ],
  serviceInstalled: 'das Paket ist installiert',
  serviceMissing: [
    'ist nicht installiert: setup braucht systemd und das Debian-Paket von smgw-proxy',
    'Installieren: sudo apt install ./smgw-proxy_*.deb',
  ],
  links: (link, home, address) => `${link} führt zum Gateway, ${home} (${address}) ins Heimnetz`,
  noHome: [
    'kein anderer Anschluss hat eine Adresse im Heimnetz',
    'Verbinden Sie diesen Rechner zuerst über WLAN mit dem Heimnetz: sudo nmtui',
    'Kein WLAN? Dann braucht er einen zweiten Netzwerkanschluss, etwa einen USB-Adapter.',
  ],
  loggedInOver: (link) => [
    `Sie sind über ${link} angemeldet; die Verbindung würde beim Einrichten abreißen.`,
    '→ Melden Sie sich über die Adresse im WLAN an, und stecken Sie das Kabel dann ins Gateway.',
  ],
  portsFree: (ports) => `${list(ports)} sind frei`,
  portsTaken: (port, by, ports) =>
    `Port ${port} ist von ${by === undefined ? 'einem anderen Programm' : `${by.name}, Prozess ${by.pid},`} belegt; stattdessen: ${list(ports)}`,
  noPorts: ['8080, 443 und 8443 sind alle von anderen Programmen belegt'],
  anyMaker: (guess) =>
    `${guess === undefined ? 'unbekannt' : `vielleicht ${guess}, nur vermutet`}; die Konfiguration passt zu allen Herstellern`,
  askMaker: (makers) =>
    `Welcher Hersteller steht auf dem Gateway? ${makers.map((maker, i) => `${i + 1} ${maker}`).join(', ')}; wenn Sie es nicht wissen, nur Enter: `,
  nameTaken: (name, holder, isNeeded) => [
    `${name} gehört im Heimnetz einem anderen Gerät (${holder})`,
    ...(isNeeded
      ? [
          `Das Gateway antwortet nur auf diesen Namen oder auf seine eigene Adresse. Benennen Sie das andere Gerät um, dann noch einmal: sudo smgw-proxy setup`,
          'Oder lassen Sie die Programme die Adresse des Gateways als Host senden.',
        ]
      : [
          'Gateways von EMH brauchen diesen Namen. Ist Ihres eines davon? Dann benennen Sie das andere Gerät um, und richten Sie noch einmal ein.',
        ]),
  ],
  askName: (name) =>
    `Soll dieser Rechner den Namen ${name} nehmen, sobald er frei ist? Antworten Sie j oder n (empfohlen: n): `,
  askPage: (address) =>
    `Soll die Statusseite im Heimnetz zu sehen sein, unter http://${address}/? Sie sagt, ob der Zähler gelesen wird, und nimmt keine Befehle an. Enter für ja; n, wenn nur auf diesem Rechner: `,
  askAllow:
    'Wer darf sich mit dem Gateway verbinden? Enter für jedes Gerät in Ihrem Heimnetz; nach dem Passwort fragt das Gateway trotzdem. Oder die Adressen der Geräte, die es dürfen, zum Beispiel 192.168.0.12 192.168.0.20: ',
  configKept: 'wie in /etc/smgw-proxy/config.yaml',
  addressKept: (address) => `${address}, wie bisher`,
  undoingEarlier: 'wurde unterbrochen und wird zuerst zurückgenommen',
  undoingEarlierDry: 'wurde unterbrochen; ohne --dry-run würde er zuerst zurückgenommen',
  looking: 'Für einen Blick auf das Zertifikat bekommt dieser Rechner kurz die Adresse',
  mute: (address) => [
    `${address} antwortet, aber nicht so wie ein Gateway. Es wurde nichts geändert.`,
    `→ Wenn es trotzdem das Gateway ist: sudo smgw-proxy setup --target ${address}`,
  ],
  muteTarget: (target, before) => [
    `${target} antwortet nicht, das Gateway unter ${before} schon. Es wurde nichts geändert.`,
    '→ Prüfen Sie die Adresse im Brief des Messstellenbetreibers. Ohne --yes fragt setup, ob es sie nehmen soll.',
  ],
  askMute: (target, before) =>
    `${target} antwortet nicht.${before === undefined ? '' : ` Das Gateway unter ${before} antwortet und wird dann nicht mehr gelesen.`} Diese Adresse trotzdem nehmen? Antworten Sie j oder n (empfohlen: n): `,
  wentBack: (target, before) => [
    `${target} antwortet nicht, und vorher hat das Gateway unter ${before} geantwortet. Alles ist wieder, wie es vorher war.`,
    '→ Das Gateway suchen: sudo smgw-proxy discover',
  ],
  homeNetwork: [
    'Das Kabel führt in ein Heimnetz, nicht zum Gateway (siehe oben). Es wurde nichts geändert.',
    '→ Wenn dort doch das Gateway ist, nennen Sie seine Adresse: sudo smgw-proxy setup --target 10.11.120.2',
  ],
  waitingUnit: {
    pauses:
      'Im Hintergrund wartet schon ein setup auf Kabel und Gateway. Es wird angehalten, und was es gerade ändert, zurückgenommen. Einen Augenblick …',
    goesOn: 'Im Hintergrund wartet setup weiter und richtet alles ein, sobald es geht.',
  },
  runsAlready: (pid) => `Ein anderes setup läuft gerade (Prozess ${pid}). Warten Sie, bis es fertig ist.`,
  hanLink: 'den HAN-Anschluss',
  severalTargets: (target) => [
    'In /etc/smgw-proxy/config.yaml stehen mehrere Ziele; setup kann nicht erkennen, welches zu ändern ist.',
    `→ Tragen Sie ${target} dort ein: sudo nano /etc/smgw-proxy/config.yaml`,
    '→ Dann noch einmal: sudo smgw-proxy setup',
  ],
  severalGateways: (targets) => [
    `In /etc/smgw-proxy/config.yaml stehen mehrere Gateways: ${targets.join(', ')}`,
    `→ Nennen Sie mit --target das richtige: sudo smgw-proxy setup --target ${targets[0] ?? '10.11.120.2'} …`,
  ],
  noPlace: [
    '/etc/smgw-proxy/config.yaml ist so geschrieben, dass setup nichts einfügen kann. Es wurde nichts geändert.',
    '→ Tragen Sie die Option selbst ein: sudo nano /etc/smgw-proxy/config.yaml',
  ],
  planHead: 'Das wird geändert, und sonst nichts:',
  inShort: 'Kurz gesagt:',
  undoHead: 'Das wird zurückgenommen, das Letzte zuerst:',
  changedAt: (when) => `Geändert am ${when.toLocaleString('de-DE', MOMENT)}:`,
  undoLastHint: 'Nur die letzte dieser Änderungen zurücknehmen: sudo smgw-proxy setup --undo last',
  actions: {
    profile: (link, profile) => `Netzwerkprofil ${profile} für ${link}`,
    connect: (link) => `${link} damit verbinden`,
    replace: (_, profile) =>
      `das frühere Netzwerkprofil ${profile} entfernen; es ist nicht dauerhaft gespeichert`,
    arp: () => 'im Heimnetz nicht für die Adresse am Gateway antworten',
    config: () => 'Konfiguration des Dienstes',
    sandbox: () => 'der Dienst darf mit dieser öffentlichen Adresse sprechen',
    enable: () => 'Dienst bei jedem Start des Rechners starten',
    start: () => 'Dienst starten und warten, bis er bereit ist',
    restart: () => 'Dienst neu starten und warten, bis er bereit ist',
    reload: () => 'Dienst übernimmt sie; laufende Verbindungen gehen weiter',
    look: (link) => `kurz eine Adresse auf ${link}`,
  },
  undone: (link, profile) => ({
    profile: [`Netzwerkprofil ${profile}`, 'wie vorher'],
    connect: [link, 'wie vorher'],
    replace: [`Früheres Netzwerkprofil ${profile}`, 'wie vorher'],
    arp: ['ARP', 'wie vorher'],
    config: ['Konfiguration des Dienstes', 'wie vorher'],
    sandbox: ['Zugang zur öffentlichen Adresse', 'wie vorher'],
    enable: ['Start mit dem Rechner', 'wie vorher'],
    start: ['Dienst', 'angehalten'],
    restart: ['Dienst', 'neu gestartet'],
    reload: ['Dienst', 'neu geladen'],
    look: [link, 'wieder ohne die Adresse'],
  }),
  file: (path) => `Datei ${path}:`,
  back: (command) => `(zurück: ${command})`,
  fileAsBefore: 'wie vorher',
  undoHint: 'Alles zurücknehmen können Sie jederzeit mit: sudo smgw-proxy setup --undo',
  dryRun: 'Nur gezeigt, nichts geändert.',
  question: 'Jetzt ausführen? Antworten Sie j oder n: ',
  yes: /^\s*(?:j|ja|y|yes)\s*$/i,
  no: /^\s*(?:n|nein|no)\s*$/i,
  declined: 'Nichts geändert.',
  done: 'erledigt',
  kept: (file) => `Spätere Änderungen von Hand liegen in ${file}.`,
  nothingToDo: 'Alles ist schon so eingerichtet; es gibt nichts zu tun.',
  nothingToUndo: 'Es gibt nichts zurückzunehmen.',
  nothingToUndoOf: (link) => [
    `Nur zu ${link} gehört nichts, was zurückzunehmen wäre. Das erste Gateway geht zusammen mit allem anderen.`,
    '→ Alles zurücknehmen: sudo smgw-proxy setup --undo',
  ],
  oneUndone: (link) => `Das Gateway an ${link} ist zurückgenommen. Die anderen bleiben.`,
  interrupted: 'Abgebrochen. Es wurde nichts geändert.',
  pleaseWait: 'Abgebrochen; was geändert wurde, wird zurückgenommen. Bitte warten.',
  failedCommand: (command, status) => `${command}   endete mit ${status}`,
  failedFile: (path, code) => `${path} ließ sich nicht schreiben (${code})`,
  cardFailed: (code) =>
    `die SD-Karte lässt sich nicht beschreiben: Sie ist ${CARD[code] ?? 'schreibgeschützt oder voll'} (${code})`,
  cardFull: ['Platz schaffen: sudo apt clean', 'Was den Platz belegt, zeigt: sudo du -xh --max-depth=2 /'],
  cardReadOnly: [
    'Neu starten: sudo reboot',
    'Hilft das nicht, ist die Karte meist am Ende: eine neue nehmen.',
  ],
  journalUnreadable: (path) =>
    `${path} ist unlesbar. Darin steht, was setup geändert hat. Ohne die Datei weitermachen: sudo mv ${path} ${path}.old`,
  unsafe: {
    link: (path) => [
      `${path} ist ein symbolischer Link; durch einen solchen schreibt setup nicht.`,
      `→ Die Datei selbst dorthin legen: sudo cp --remove-destination "$(realpath ${path})" ${path}`,
    ],
    folder: (path) => [
      `Andere Benutzer können ${path} ändern; deshalb schreibt setup dort nicht als root.`,
      `→ root übergeben: sudo chown root:root ${path} && sudo chmod go-w ${path}`,
    ],
  },
  unchanged: ['Es wurde nichts geändert.'],
  rolledBack: ['Nicht eingerichtet. Alles ist wieder, wie es vorher war.'],
  changed:
    'Fertig. Der Dienst läuft mit der geänderten Konfiguration weiter.\nNur diese Änderung zurücknehmen: sudo smgw-proxy setup --undo last',
  allUndone: 'Alles ist zurückgenommen.',
  lastUndone:
    'Die letzte Änderung ist zurückgenommen, die früheren bleiben. Alles zurücknehmen: sudo smgw-proxy setup --undo',
  leftovers: [
    'Einiges ließ sich nicht zurücknehmen (siehe oben).',
    '→ Noch einmal versuchen: sudo smgw-proxy setup --undo',
  ],
  notActive: [
    'läuft nicht, obwohl er gestartet wurde',
    'Das Protokoll lesen: sudo journalctl -u smgw-proxy -n 50',
  ],
  notWorkingYet: 'Alles ist eingerichtet, aber es funktioniert noch nicht:',
  end,
};

function end({ urls, names, page, allowed }: Reached): string[] {
  return [
    'Fertig. Aus dem Heimnetz ist das Gateway zu erreichen unter:',
    ...urls.map((each) => `  ${each}`),
    ...(names.length === 0 ? [] : [`  oder mit Namen: ${names.join('  ')}`]),
    'Ihr Browser wird beim ersten Mal warnen. Das ist hier normal: Das Zertifikat gehört dem Gateway, nicht diesem Rechner.',
    allowed.length === 0
      ? 'Jedes Gerät in Ihrem Heimnetz darf sich verbinden. Nur bestimmte zulassen: sudo smgw-proxy setup --allow 192.168.0.12'
      : `Nur diese Geräte dürfen sich verbinden: ${allowed.join(', ')}`,
    ...(page === undefined
      ? []
      : ['', 'Ob der Zähler gelesen wird, sehen Sie im Browser unter:', `  ${page}`]),
    '',
    'Damit die Adresse so bleibt, in der FRITZ!Box: Heimnetz > Netzwerk > Netzwerkverbindungen > Stift neben diesem Rechner > „Diesem Netzwerkgerät immer die gleiche IPv4-Adresse zuweisen“.',
    '',
    'Ansehen:      smgw-proxy status',
    'Prüfen:       sudo smgw-proxy check',
    'Zurücknehmen: sudo smgw-proxy setup --undo',
  ];
}
