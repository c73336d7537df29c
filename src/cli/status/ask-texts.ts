// Why a service gives no status, in each language.
import { durationText } from '../../config/duration.js';
import type { Translated } from '../../config/language.js';

/** By the errno name of a failed connection. */
export const BY_CODE: Readonly<Record<string, Translated<string>>> = {
  ECONNREFUSED: {
    en: 'no service answers there (ECONNREFUSED): is it running (systemctl status smgw-proxy), and has it --admin?',
    de: 'dort antwortet kein Dienst (ECONNREFUSED): Läuft er (systemctl status smgw-proxy), und hat er --admin?',
  },
  ECONNRESET: {
    en: 'something listens there, but cut the connection (ECONNRESET): is it the --admin port, and may this machine ask?',
    de: 'dort lauscht etwas, hat aber die Verbindung abgebrochen (ECONNRESET): Ist es der Port von --admin, und darf dieser Rechner fragen?',
  },
};

export const BY_HTTP_STATUS: Readonly<Record<number, Translated<string>>> = {
  403: {
    en: 'it does not let this machine ask: see --allow and --deny of the service',
    de: 'Dieser Rechner darf nicht fragen, siehe --allow und --deny des Dienstes',
  },
  421: {
    en: 'it is not to be asked under this address: see --admin of the service',
    de: 'Unter dieser Adresse ist es nicht zu fragen, siehe --admin des Dienstes',
  },
  429: {
    en: 'it is asked too often just now: try again in a moment',
    de: 'Es wird gerade zu oft gefragt; gleich noch einmal versuchen',
  },
};

/** For each 5xx. */
export const OWN_TROUBLE: Translated<string> = {
  en: 'it has trouble of its own; see its log',
  de: 'Es hat selbst eine Störung; mehr sagt sein Protokoll',
};

export const NO_STATUS_WORDS = {
  unreadable: (reason: string) => ({
    en: `the system does not show its addresses (${reason})`,
    de: `das System zeigt seine Adressen nicht (${reason})`,
  }),
  noAddress: {
    en: 'there is no such interface here, or it has no address',
    de: 'einen solchen Anschluss gibt es hier nicht, oder er hat keine Adresse',
  },
  noConnection: (ms: number) => ({
    en: `nothing answers there (is the address right, is that machine on?): no connection within ${durationText(ms)}`,
    de: `dort antwortet nichts (stimmt die Adresse, ist der Rechner an?): keine Verbindung in ${durationText(ms, ',')}`,
  }),
  incomplete: (ms: number) => ({
    en: `something listens there, but sent no complete answer within ${durationText(ms)}`,
    de: `dort lauscht etwas, hat aber in ${durationText(ms, ',')} keine ganze Antwort gesendet`,
  }),
  sends: (type: string) => ({ en: `it sends ${type}`, de: `es sendet ${type}` }),
  noType: { en: 'it sends no content type', de: 'es nennt keinen Inhaltstyp' },
  answers: (status: string) => ({ en: `it answers ${status}`, de: `es antwortet ${status}` }),
  tooLong: (bytes: number) => ({
    en: `it sends more than ${bytes} bytes`,
    de: `es sendet mehr als ${bytes} Byte`,
  }),
  noJson: { en: 'it sends no valid JSON', de: 'es sendet kein gültiges JSON' },
  noHttp: (code: string) => ({ en: `no HTTP, ${code}`, de: `kein HTTP, ${code}` }),
  /** A field of the answer that is not as the schema says. */
  field: (path: string | null, expected: string, received: string) => ({
    en: `${path ?? 'the whole'}: expected ${expected}, got ${received}`,
    de: `${path ?? 'das Ganze'}: erwartet wird ${expected}, es ist ${received}`,
  }),
  noStatus: ({ en, de }: Translated<string>) => ({
    en: `something answers there, but it is not smgw-proxy's status (${en}): is it the --admin port?`,
    de: `dort antwortet etwas, aber nicht mit dem Status von smgw-proxy (${de}): Ist es der Port von --admin?`,
  }),
  unreached: (code: string) => ({
    en: `it cannot be reached (${code}): is the address right?`,
    de: `nicht zu erreichen (${code}): Stimmt die Adresse?`,
  }),
};
