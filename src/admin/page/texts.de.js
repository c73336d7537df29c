// Jedes Wort der Seite auf Deutsch, in der Form von texts.en.js. Without address: neither "du" nor "Sie".
/** @import { Texts } from './texts.js' */
import { words } from './words.de.js';

const POWER =
  'Hat das Gateway Strom, leuchten seine Lämpchen? Nach einem Stromausfall braucht es einige Minuten.';
const CABLE = 'Steckt das Netzwerkkabel an beiden Enden, und am Gateway in der HAN-Buchse?';
const ADDRESS = 'Stimmt diese Adresse noch? Der Messstellenbetreiber kann sie ändern.';
const OWN = 'Hat dieser Rechner eine Adresse im Netz des Gateways?';
const NAME = 'Ist der Name richtig geschrieben, und antwortet ein Nameserver?';

/** @type {Texts} */
export const texts = {
  ...words,
  title: 'smgw-proxy',
  skip: 'Zum Zustand des Gateways springen',
  asking: 'Warten auf smgw-proxy …',
  lost: (time) => `seit ${time} Uhr. Was darunter steht, ist veraltet. Die Seite versucht es weiter.`,
  lostBefore: (headline) => `Davor: ${headline}`,
  back: 'Der Kontakt zu smgw-proxy ist wieder da',
  slowed: 'Viel los: Die Seite aktualisiert sich seltener',
  refused: (moment, ago) =>
    `Die Konfiguration auf diesem Rechner hat einen Fehler, bemerkt ${moment} (${ago}). smgw-proxy läuft mit der letzten richtigen weiter:`,
  mend: 'Die Zeile berichtigen:',
  thenReload: 'Dann den Dienst neu laden:',
  nameTaken: (name, link, rival) =>
    `Ein anderes Gerät im Heimnetz hat den Namen ${name} (${rival}, an ${link})`,
  nameTakenMore:
    'smgw-proxy antwortet deshalb nicht darauf. Benennen Sie jenes Gerät um, oder wählen Sie für smgw-proxy einen anderen Namen.',
  stopping: 'smgw-proxy wird beendet. Nur bestehende Verbindungen laufen noch zu Ende.',

  headlines: { ...words.headlines, lost: 'Kein Kontakt zu smgw-proxy' },
  several: (all, troubled, count) =>
    count === 0 ? `Alle ${all} Gateways sind in Ordnung` : `${troubled} von ${all} Gateways brauchen Hilfe`,
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
    ago === words.justNow ? `${ago} (${time} Uhr)` : `seit ${ago.replace(/^vor /, '')} (${time} Uhr)`,
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
  footer: (version, host, time, ago) =>
    `smgw-proxy ${version} auf ${host}, läuft seit ${time} (gestartet ${ago})`,
  guide: 'Anleitung auf diesem Rechner: man -L de smgw-proxy',
  rawData: 'Dasselbe als Daten:',
};
