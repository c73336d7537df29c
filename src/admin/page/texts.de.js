// Jedes Wort der Seite auf Deutsch, in der Form von texts.en.js. Without address: neither "du" nor "Sie".
/** @import { Texts } from './texts.js' */

const POWER =
  'Hat das Gateway Strom, leuchten seine Lämpchen? Nach einem Stromausfall braucht es einige Minuten.';
const CABLE = 'Steckt das Netzwerkkabel an beiden Enden, und am Gateway in der HAN-Buchse?';
const ADDRESS = 'Stimmt diese Adresse noch? Der Messstellenbetreiber kann sie ändern.';
const OWN = 'Hat dieser Rechner eine Adresse im Netz des Gateways?';
const JUST_NOW = 'gerade eben';

const NAME = 'Ist der Name richtig geschrieben, und antwortet ein Nameserver?';

const NO_DESCRIPTORS =
  'keine Dateideskriptoren mehr frei: die Grenze anheben (ulimit -n, beim Dienst LimitNOFILE=)';

/** @type {Texts} */
export const texts = {
  title: 'smgw-proxy',
  skip: 'Zum Zustand des Gateways springen',
  asking: 'Warten auf smgw-proxy …',
  lost: (time) => `seit ${time} Uhr. Was darunter steht, ist veraltet. Die Seite versucht es weiter.`,
  lostBefore: (headline) => `Davor: ${headline}`,
  back: 'Der Kontakt zu smgw-proxy ist wieder da',
  slowed: 'Viel los: Die Seite aktualisiert sich seltener',
  nameTaken: (name, link, rival) =>
    `Ein anderes Gerät im Heimnetz hat den Namen ${name} (${rival}, an ${link})`,
  nameTakenMore:
    'smgw-proxy antwortet deshalb nicht darauf. Benennen Sie jenes Gerät um, oder wählen Sie für smgw-proxy einen anderen Namen.',
  stopping: 'smgw-proxy wird beendet. Nur bestehende Verbindungen laufen noch zu Ende.',

  headlines: {
    'port-taken': 'Ein anderes Programm hat den Port',
    'listen-failed': 'Port lässt sich nicht öffnen',
    'certificate-changed': 'Dieses Gateway hat ein anderes Zertifikat!',
    'target-down': 'Gateway nicht erreichbar',
    unanswered: 'Das Gateway beantwortet die Anmeldung nicht',
    waiting: 'Warten auf das Netzwerk',
    'not-read': 'Seit über einer Stunde keine Abfrage',
    'target-unknown': 'Gateway wird geprüft …',
    'not-read-yet': 'Bereit, noch keine Abfrage',
    read: 'Der Zähler wird gelesen',
    lost: 'Kein Kontakt zu smgw-proxy',
  },
  several: (all, troubled, count) =>
    count === 0 ? `Alle ${all} Gateways sind in Ordnung` : `${troubled} von ${all} Gateways brauchen Hilfe`,
  lastReadBy: (ago, device) => `zuletzt ${ago} von ${device}`,
  neverRead: 'seit dem Start kein einziges Mal',
  lastTried: (ago, device, times) =>
    times === '1'
      ? `${device} hat es ${ago} versucht`
      : `${device} hat es ${times}-mal hintereinander versucht, zuletzt ${ago}`,
  explanations: {
    waiting: (listen) =>
      `Der Anschluss für das Heimnetz hat keine Adresse (${listen}). Sobald er eine hat, geht es von selbst weiter.`,
    'listen-failed': (listen) =>
      `smgw-proxy kann ${listen} nicht öffnen, deshalb kommt dort kein Gerät durch. Es wird weiter versucht.`,
    taken: (port, program, pid) =>
      `Port ${port} ist von ${program}, Prozess ${pid}, belegt. Geräte erreichen dieses Programm statt des Gateways.`,
    takenBy: (port, user) =>
      `Port ${port} ist von einem anderen Programm belegt (Benutzer ${user}). Geräte erreichen dieses Programm statt des Gateways.`,
    'target-unknown': 'Sobald das Gateway antwortet, öffnen sich die Ports.',
    'not-read-yet': 'Das Gateway ist erreichbar. Bisher hat kein Gerät den Zähler gelesen.',
  },
  lookAt: 'Was sich prüfen lässt',
  place: (host, port) => `${host} (Port ${port})`,
  thisMachine: 'Adresse dieses Rechners',
  advice: {
    'target-refused': [
      'Unter dieser Adresse antwortet ein Gerät, aber nicht auf diesem Port. Stimmt der Port?',
      POWER,
    ],
    'target-timeout': [POWER, CABLE, ADDRESS],
    'target-unreachable': [CABLE, POWER, OWN],
    'target-tls-failed': [
      'Es antwortet ein Gerät, aber nicht mit TLS, wie Gateways es sprechen. Stimmen Adresse und Port?',
      'Was genau nicht ging, steht im Protokoll und in: sudo smgw-proxy check',
    ],
    'certificate-changed': [
      'Steckt das Kabel noch in Ihrem Gateway? Ein anderes Gerät darf Ihr Passwort nicht bekommen.',
      'Hat der Messstellenbetreiber das Zertifikat erneuert oder das Gateway getauscht? Fragen Sie im Zweifel nach.',
      'Nur wenn es stimmt: sudo smgw-proxy check zeigt den neuen target-fingerprint für die Konfiguration.',
    ],
    name: [NAME],
    self: [
      'Diese Adresse führt zu smgw-proxy selbst zurück. Tragen Sie die Adresse des Gateways ein (target).',
    ],
    source: ['Steckt das Kabel dieses Gateways? Stimmt der Name des Anschlusses (source)?'],
    way: ['Der Weg führt zu einem anderen Kabel. Welche Regel fehlt, sagt: sudo smgw-proxy check'],
    ambiguous: ['Hierher führen zwei Kabel. Tragen Sie ein, welches zu welchem Gateway gehört (source).'],
    'way-unknown': ['Das Programm ip fehlt, das den Weg von source kennt (Paket iproute2).'],
    waiting: ['Ist das WLAN verbunden, steckt das Kabel?'],
    'listen-failed': ['Gehört die Adresse zu diesem Rechner?'],
    'port-taken': [
      'Beenden Sie dieses Programm, oder wählen Sie für smgw-proxy einen anderen Port (listen).',
    ],
    unanswered: [
      'Geben Sie auf diesem Gerät Benutzername und Passwort noch einmal ein, genau wie im Brief des Messstellenbetreibers.',
      'Fragen mehrere Programme mit diesem Zugang? Viele Gateways antworten nur einem zur selben Zeit.',
      'Wenn das Passwort stimmt, jeden Schritt prüfen lassen: sudo smgw-proxy check',
    ],
    'not-read': [
      'Ist das Gerät, das liest, eingeschaltet und in diesem Netz? Ist die Abfrage dort eingeschaltet?',
      'Steht dort als Gateway die Adresse dieser Seite?',
      'Jeden Schritt prüfen lassen: sudo smgw-proxy check',
    ],
    lost: ['Ist der Raspberry Pi eingeschaltet?', 'Ist dieses Gerät im Heimnetz?'],
  },
  since: (time, ago) =>
    ago === JUST_NOW ? `${ago} (${time} Uhr)` : `seit ${ago.replace(/^vor /, '')} (${time} Uhr)`,
  by: (ago, client) => `${ago} von ${client}`,
  never: 'noch nicht',
  facts: {
    lastRead: 'Zuletzt gelesen',
    gateway: 'Gateway',
    listens: 'In Home Assistant eintragen',
    closed: 'geschlossen, solange das Gateway nicht erreichbar ist',
    nowhere: 'im Moment nirgends',
    lastFailure: 'Letzte Störung',
    lastSuccess: 'Zuletzt erreicht',
    totals: 'Seit dem Start',
  },
  targetStates: { up: 'erreichbar', down: 'nicht erreichbar', unknown: 'wird geprüft' },
  totals: (count, shown, bytes) => `${shown} ${count === 1 ? 'Verbindung' : 'Verbindungen'}, ${bytes}`,
  liveNow: (shown, queued) => (queued > 0 ? `${shown}, davon ${queued} wartend` : shown),

  homeAssistant: {
    title: 'In Home Assistant eintragen',
    copy: 'Kopieren',
    copied: 'Kopiert',
    usual: 'Port 443, der nicht genannt werden muss.',
    port: (port) => `Mit Port ${port}, denn Port 443 ist hier nicht offen.`,
    login: 'Benutzername und Passwort stehen im Brief des Messstellenbetreibers.',
  },
  nothing: {
    title: 'Noch ist nichts passiert',
    more: 'Sobald ein Gerät den Zähler liest, stehen hier das Gerät, die Zeit und das Ergebnis.',
  },
  history: {
    day: 'Die letzten 24 Stunden',
    week: 'Die letzten 7 Tage',
    since: (moment) => `seit dem Start, ${moment}`,
    states: { read: 'gelesen', notRead: 'nicht gelesen', unreachable: 'Gateway nicht erreichbar' },
  },

  traffic: {
    title: 'Die letzte Stunde',
    fromGateway: 'Vom Gateway',
    toGateway: 'Zum Gateway',
    perMinute: 'je Minute',
    none: 'In der letzten Stunde wurde nichts übertragen.',
    alternative: (from, to, connections) =>
      `Datenverkehr der letzten Stunde nach Minuten: ${from} vom Gateway, ${to} zum Gateway; beendete Verbindungen: ${connections}.`,
    minute: (time, from, to) => `${time}: ${from} vom Gateway, ${to} zum Gateway`,
    table: 'Die Minuten als Tabelle',
    time: 'Minute',
    connections: 'Beendete Verbindungen',
  },
  live: {
    title: 'Jetzt verbunden',
    caption: 'Bestehende Verbindungen, die älteste zuerst',
    none: 'Im Moment ist kein Gerät verbunden.',
    client: 'Gerät',
    since: 'Seit',
    fromGateway: 'Vom Gateway',
    toGateway: 'Zum Gateway',
    state: 'Zustand',
    states: {
      entering: 'hat noch nichts gesendet',
      waiting: 'wartet, bis es an der Reihe ist',
      connecting: 'verbindet sich mit dem Gateway',
      open: 'offen',
      'half-closed': 'eine Seite ist fertig',
    },
  },
  recent: {
    title: 'Letzte Abfragen',
    failures: {
      caption: 'Fehlgeschlagene und abgebrochene Verbindungen, die neueste zuerst',
      none: 'Von den letzten Verbindungen ist keine fehlgeschlagen.',
    },
    successes: {
      caption: 'Gelungene Verbindungen, die neueste zuerst',
      none: 'Alle sind fehlgeschlagen oder abgebrochen.',
      summary: (count, ago) => `${count} gelungen, zuletzt ${ago}`,
    },
    ended: 'Beendet',
    outcome: 'Ergebnis',
    duration: 'Dauer',
    failed: 'Fehlgeschlagen',
  },
  clients: {
    title: 'Geräte',
    caption: 'Geräte, das zuletzt gesehene zuerst',
    none: 'Noch hat sich kein Gerät verbunden.',
    polls: 'Abfragen in der letzten Stunde',
    connections: 'Verbindungen',
    seen: 'Zuletzt gesehen',
    active: (count) => `${count} jetzt verbunden`,
  },
  via: (name) => `über ${name}`,
  peer: (peer) => `weitergereicht von ${peer}`,
  showAll: (count) => `Alle ${count} zeigen`,
  showFewer: 'Weniger zeigen',
  search: {
    label: 'Gateway suchen (Name oder Adresse)',
    none: 'Kein Gateway hat diesen Namen oder diese Adresse.',
    showSome: (some, all) => `${some} von ${all} zeigen`,
  },
  justNow: JUST_NOW,
  footer: (version, host, time, ago) =>
    `smgw-proxy ${version} auf ${host}, läuft seit ${time} (gestartet ${ago})`,
  guide: 'Anleitung auf diesem Rechner: man -L de smgw-proxy',
  rawData: 'Dasselbe als Daten:',

  outcomes: {
    'client-closed': 'das Gerät hat die Verbindung beendet',
    'target-closed': 'das Gateway hat die Verbindung beendet',
    'client-reset': 'das Gerät hat die Verbindung abgebrochen',
    'target-reset': 'das Gateway hat die Verbindung abgebrochen',
    'idle-timeout': 'zu lange wurde nichts gesendet',
    'half-close-timeout': 'eine Seite war fertig, und die andere schwieg zu lange',
    'target-refused': 'das Gateway hat die Verbindung abgelehnt',
    'target-timeout': 'das Gateway hat die Verbindung nicht rechtzeitig angenommen',
    'target-unreachable': 'das Gateway war nicht zu erreichen',
    'target-tls-failed': 'TLS mit dem Gateway ist gescheitert',
    'target-certificate-changed': 'das Gateway zeigte ein anderes Zertifikat als das festgelegte',
    denied: 'das Gerät darf sich nicht verbinden',
    'over-limit': 'es gab zu viele Verbindungen',
    'queue-timeout': 'das Gerät kam nicht rechtzeitig an die Reihe',
    'queue-full': 'zu viele Geräte warteten darauf, an die Reihe zu kommen',
    'client-gone': 'das Gerät hat aufgegeben, bevor es an der Reihe war',
    'turn-ended': 'das Gerät war lange genug an der Reihe: Eine andere Verbindung wartete',
    'proxy-header-missing': 'ein PROXY-Header wurde erwartet, und etwas anderes kam',
    'proxy-header-invalid': 'der PROXY-Header war fehlerhaft',
    'proxy-header-timeout': 'der PROXY-Header kam nicht rechtzeitig',
    shutdown: 'smgw-proxy wurde beendet',
    'internal-error': 'smgw-proxy konnte die Verbindung nicht bedienen',
  },
  hints: {
    'the client vanished without a word: Wi-Fi lost?': 'das Gerät ist wortlos verschwunden: WLAN weg?',
    'no file descriptors left: raise the limit (ulimit -n, or LimitNOFILE= in the service)': NO_DESCRIPTORS,
    'the gateway took the request and never answered: often a wrong password':
      'das Gateway hat die Anfrage angenommen und nie geantwortet: oft ein falsches Passwort',
    'the gateway accepts connections and sends nothing: overloaded or read too often, and perhaps so until its operator restarts it':
      'das Gateway nimmt Verbindungen an und sendet nichts: überlastet oder zu oft abgefragt, und vielleicht so, bis der Messstellenbetreiber es neu startet',
    'the gateway ended the connection before its first byte: it may take few at once, see --max-target-connections':
      'das Gateway hat die Verbindung vor seinem ersten Byte beendet: Vielleicht nimmt es nur wenige zugleich an, siehe --max-target-connections',
    'the gateway ended the connection in place of an answer: it had kept it for too long, or refuses a certificate':
      'das Gateway hat die Verbindung beendet, statt zu antworten: Sie bestand ihm zu lange, oder es lehnt ein Zertifikat ab',
    'no local port or address left for another connection to the gateway':
      'kein Port und keine Adresse mehr frei für eine weitere Verbindung zum Gateway',
    "the gateway's name could not be looked up: does it exist, is it spelled right?":
      'der Name des Gateways ließ sich nicht auflösen: Gibt es ihn, ist er richtig geschrieben?',
    "the gateway's name could not be looked up: no name server answered":
      'der Name des Gateways ließ sich nicht auflösen: Kein Nameserver hat geantwortet',
    'the limit is --max-connections': 'die Grenze setzt --max-connections',
    'the limit is --max-connections-per-client: does this client close its connections?':
      'die Grenze setzt --max-connections-per-client: Schließt dieses Gerät seine Verbindungen?',
    'see --allow and --deny': 'siehe --allow und --deny',
    'a device answers at that address, but nothing listens on that port: is the port right?':
      'unter der Adresse antwortet ein Gerät, aber nicht auf diesem Port: Stimmt der Port?',
    'nothing answers at that address: is the gateway switched on, is its address right?':
      'unter der Adresse antwortet nichts: Hat das Gateway Strom, stimmt seine Adresse?',
    'no way to the gateway: is its cable plugged in, has this machine an address in its subnet?':
      'kein Weg zum Gateway: Steckt das Kabel, hat dieser Rechner eine Adresse in dessen Netz?',
    'the connections before it took too long: see --turn-limit, --queue-timeout and --max-target-connections':
      'die Verbindungen davor dauerten zu lange: siehe --turn-limit, --queue-timeout und --max-target-connections',
    'HOLDER has had the turn for TIME: see --turn-limit, --queue-timeout and --max-target-connections':
      'HOLDER ist seit TIME an der Reihe: siehe --turn-limit, --queue-timeout und --max-target-connections',
    'HOLDER has had the turn for TIME: see --max-queue and --max-target-connections':
      'HOLDER ist seit TIME an der Reihe: siehe --max-queue und --max-target-connections',
    'see --max-queue and --max-target-connections': 'siehe --max-queue und --max-target-connections',
    'no fitting TLS there: are its address and port right?':
      'dort gibt es kein passendes TLS: Stimmen Adresse und Port?',
    'is it still your gateway? If the operator has renewed its certificate, smgw-proxy check shows the new --target-fingerprint':
      'ist es noch Ihr Gateway? Hat der Betreiber das Zertifikat erneuert, zeigt smgw-proxy check den neuen --target-fingerprint',
    'the gateway ended TLS without saying so: its answer may be incomplete':
      'das Gateway hat TLS wortlos beendet: Seine Antwort ist vielleicht unvollständig',
    'no TLS there: does that port want --target-tls off?':
      'dort gibt es kein TLS: Gehört zu diesem Port --target-tls off?',
    'no common version: smgw-proxy speaks TLS 1.2 and 1.3':
      'keine gemeinsame Version: smgw-proxy spricht TLS 1.2 und 1.3',
    'no common curve: smgw-proxy has those that gateways want, NIST and brainpool':
      'keine gemeinsame Kurve: smgw-proxy kennt die der Gateways, NIST und brainpool',
    'it wants another client certificate, or one at all: see --target-certificate':
      'es will ein anderes Client-Zertifikat, oder überhaupt eines: siehe --target-certificate',
    'no common cipher suite or curve, or it wants a client certificate: see --target-certificate':
      'keine gemeinsame Verschlüsselung oder Kurve, oder es will ein Client-Zertifikat: siehe --target-certificate',
    'it accepts and does not finish the handshake: is it overloaded? See --connect-timeout':
      'es nimmt an und beendet den Handshake nicht: Ist es überlastet? Siehe --connect-timeout',
    'it accepts and hangs up: does it take so many connections? See --max-target-connections':
      'es nimmt an und legt auf: Nimmt es so viele Verbindungen? Siehe --max-target-connections',
    'sources in --accept-proxy must begin with a header: does that proxy send one?':
      'wer in --accept-proxy steht, muss mit einem Header beginnen: Sendet dieser Proxy einen?',
  },
};
