// Die Worte, die Seite, Befehl `status` und STATUS= von systemd gemeinsam haben, auf Deutsch, in der Form von words.en.js.
/** @import { Hint } from '../../log/hint.js' */
/** @import { SharedWords } from '../page-words.js' */

const NO_DESCRIPTORS =
  'keine Dateideskriptoren mehr frei: die Grenze anheben (ulimit -n, beim Dienst LimitNOFILE=)';

/** By what the service says, in English. @type {Readonly<Record<Hint, string>>} */
const HINTS = {
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
  "the gateway's name could not be looked up: the name server failed":
    'der Name des Gateways ließ sich nicht auflösen: Der Nameserver hatte einen Fehler',
  'the kernel would send by another interface than its source, perhaps to another gateway: it needs a rule and a route of its own':
    'der Kernel würde über einen anderen Anschluss als source senden, vielleicht an ein anderes Gateway: Es braucht eine eigene Regel und eine eigene Route',
  'the interface of its source, or of the zone behind %, has no address: is the cable plugged in, is the name right?':
    'der Anschluss von source, oder der Zone hinter %, hat keine Adresse: Steckt das Kabel, stimmt der Name?',
  'several interfaces lead there, perhaps to several gateways: give each forward its --source':
    'mehrere Anschlüsse führen dorthin, vielleicht zu mehreren Gateways: Jede Weiterleitung braucht ihr --source',
  'the way of its --source cannot be looked up: is ip there (Debian package iproute2)?':
    'der Weg von --source lässt sich nicht nachsehen: Gibt es ip (Debian-Paket iproute2)?',
  'the target leads back to smgw-proxy itself: set it to the address of the gateway':
    'das Ziel führt zu smgw-proxy selbst zurück: Tragen Sie die Adresse des Gateways ein',
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
};

/** `192.168.0.12 has had the turn for 1.5 s: …` */
const TURN = /^(\S+) has had the turn for ([^:]+):/;

/** @type {SharedWords} */
export const words = {
  justNow: 'gerade eben',
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
  },
  neverRead: 'seit dem Start kein einziges Mal',
  lastReadBy: (ago, device) => `zuletzt ${ago} von ${device}`,
  lastTried: (ago, device, times) =>
    times === '1'
      ? `${device} hat es ${ago} versucht`
      : `${device} hat es ${times}-mal hintereinander versucht, zuletzt ${ago}`,
  by: (ago, device) => `${ago} von ${device}`,
  states: {
    entering: 'hat noch nichts gesendet',
    waiting: 'wartet, bis es an der Reihe ist',
    connecting: 'verbindet sich',
    open: 'offen',
    'half-closed': 'eine Seite ist fertig',
  },
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
  hint: (hint) => {
    const [, holder = '', time = ''] = TURN.exec(hint) ?? [];
    const known = holder === '' ? hint : hint.replace(holder, 'HOLDER').replace(time, 'TIME');
    const told = /** @type {Readonly<Record<string, string | undefined>>} */ (HINTS)[known] ?? hint;
    return told.replace('HOLDER', holder).replace('TIME', time.replace('.', ','));
  },
};
