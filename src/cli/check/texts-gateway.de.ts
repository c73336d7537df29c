// The German texts of `check`: what the gateway answers.
import type { CauseText, CheckTexts } from './texts.js';
import { isoDate, port } from './words.js';

const date = (time: Date): string => isoDate(time).split('-').reverse().join('.');
const day = (time: string): string => date(new Date(time));
const unsaved = (trouble: string | undefined): Pick<CauseText, 'details'> =>
  trouble === undefined
    ? {}
    : { details: [`Konnte nicht gemerkt werden (${trouble}); ein Wechsel fiele nicht auf.`] };
const WHOSE_CERTIFICATE = [
  'Steckt das Kabel im richtigen Gerät, und stimmt die Adresse in der Konfiguration?',
  'Wenn es sicher Ihr Gateway ist (mit sudo, falls eben auch): smgw-proxy check --accept-certificate',
];

export const GATEWAY = {
  'neighbour-answered': ({ address, mac }) => ({ text: `${address} ist da (${mac})` }),
  'neighbour-silent': ({ address, link }) => ({
    text: `niemand an ${link} hat die Adresse ${address}`,
    remedy: [
      'Ist das Gateway eingeschaltet, und steckt das Kabel in seiner HAN-Buchse?',
      'Vielleicht hat es eine andere Adresse. Suchen: sudo smgw-proxy discover',
    ],
  }),
  'neighbour-unknown': () => ({ text: 'ließ sich nicht feststellen' }),
  'tcp-open': (at) => ({ text: `${port(at)} ist offen` }),
  'tcp-refused': (at) => ({
    text: `${port(at)} ist zu: das Gerät ist da, aber dort antwortet nichts`,
    remedy: [
      'Das Gateway antwortet meist auf Port 443. Startet es gerade? Dann in fünf Minuten noch einmal prüfen.',
      'Sonst den Messstellenbetreiber fragen, ob die HAN-Schnittstelle freigeschaltet ist.',
    ],
  }),
  'tcp-silent': (at) => ({
    text: `${port(at)} antwortet nicht`,
    remedy: [
      'Ist das Gateway eingeschaltet? Es nimmt nur Verbindungen aus seinem Netz an: Stimmt die eigene Adresse?',
      'Hilft das nicht: das Gateway neu starten lassen, den Messstellenbetreiber fragen.',
    ],
  }),
  'tcp-no-way': ({ reason, ...at }) => ({
    text: `es gibt keinen Weg zu ${port(at)} (${reason})`,
    remedy: ['Den Anschluss neu einrichten: sudo smgw-proxy setup'],
  }),
  'tls-fit': (at) => ({ text: `${port(at)} spricht TLS 1.2` }),
  'tls-too-new': (at) => ({
    text: `${port(at)} spricht nur TLS 1.3; ein Smart-Meter-Gateway spricht TLS 1.2`,
    remedy: ['Das ist wohl ein anderes Gerät: Steckt das Kabel im Gateway, und stimmt die Adresse?'],
  }),
  'tls-cut': ({ reason, ...at }) => ({
    text: `${port(at)} nimmt die Verbindung an und beendet sie sofort (${reason})`,
    remedy: [
      'Vielleicht bedient es gerade ein anderes Programm, oder es hat sich nach falschen Anmeldungen gesperrt:',
      'andere Programme anhalten, 15 Minuten warten, noch einmal prüfen.',
    ],
  }),
  'tls-late': (at) => ({
    text: `${port(at)} nimmt die Verbindung an und sagt dann nichts`,
    remedy: ['Das Gateway ist überlastet oder startet gerade. In fünf Minuten noch einmal prüfen.'],
  }),
  'tls-none': ({ reason, ...at }) => ({
    text: `${port(at)} spricht kein TLS, wie Gateways es sprechen (${reason})`,
    remedy: ['Das ist wohl ein anderes Gerät oder ein anderer Port: Stimmt das target in der Konfiguration?'],
  }),
  'certificate-noted': ({ trouble }) => ({
    text: 'zum ersten Mal gesehen und gemerkt',
    ...unsaved(trouble),
  }),
  'certificate-known': ({ since }) => ({ text: `dasselbe wie seit dem ${day(since)}` }),
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
      'Wenn der Wechsel richtig ist (mit sudo, falls eben auch): smgw-proxy check --accept-certificate',
    ],
  }),
  'certificate-unfamiliar': () => ({
    text: 'nennt keinen Namen, an dem ein Gateway zu erkennen ist',
    remedy: WHOSE_CERTIFICATE,
  }),
  'certificate-foreign': () => ({
    text: 'gehört einem anderen Gerät, nicht einem Gateway',
    remedy: WHOSE_CERTIFICATE,
  }),
  'certificate-expired': ({ validTo }) => ({
    text: `ist am ${date(validTo)} abgelaufen`,
    remedy: ['Programme, die das prüfen, lehnen es ab. Erneuern kann es nur der Messstellenbetreiber.'],
  }),
  'certificate-not-yet-valid': ({ validFrom }) => ({
    text: `gilt erst ab dem ${date(validFrom)}: geht die Uhr dieses Rechners richtig?`,
    remedy: ['Die Uhr stellt sich über das Internet. Nachsehen: timedatectl'],
  }),
} as const satisfies Partial<CheckTexts['causes']>;
