// The English texts of `check`: what the gateway answers.
import type { CauseText, CheckTexts } from './texts.js';
import { isoDate, port } from './words.js';

const day = (time: string): string => isoDate(new Date(time));
const unsaved = (trouble: string | undefined): Pick<CauseText, 'details'> =>
  trouble === undefined
    ? {}
    : { details: [`It could not be remembered (${trouble}); a change would not be noticed.`] };
const WHOSE_CERTIFICATE = [
  'Is the cable in the right device, and is the address in the configuration right?',
  'If it surely is your gateway (with sudo if just now, too): smgw-proxy check --accept-certificate',
];

export const GATEWAY = {
  'neighbour-answered': ({ address, mac }) => ({ text: `${address} is there (${mac})` }),
  'neighbour-silent': ({ address, link }) => ({
    text: `nobody on ${link} has the address ${address}`,
    remedy: [
      'Is the gateway switched on, and the cable in its HAN socket?',
      'Perhaps it has another address. Look for it: sudo smgw-proxy discover',
    ],
  }),
  'neighbour-unknown': () => ({ text: 'could not be found out' }),
  'tcp-open': (at) => ({ text: `${port(at)} is open` }),
  'tcp-refused': (at) => ({
    text: `${port(at)} is closed: the device is there, and nothing answers at that port`,
    remedy: [
      'Gateways mostly answer at port 443. Is it just starting? Then check again in five minutes.',
      'Otherwise ask the metering operator whether the HAN interface is enabled.',
    ],
  }),
  'tcp-silent': (at) => ({
    text: `${port(at)} does not answer`,
    remedy: [
      'Is the gateway on? It accepts connections from its own network only: is the own address right?',
      'If that does not help: have the gateway restarted, ask the metering operator.',
    ],
  }),
  'tcp-no-way': ({ reason, ...at }) => ({
    text: `there is no way to ${port(at)} (${reason})`,
    remedy: ['Set the interface up anew: sudo smgw-proxy setup'],
  }),
  'tls-fit': (at) => ({ text: `${port(at)} speaks TLS 1.2` }),
  'tls-too-new': (at) => ({
    text: `${port(at)} speaks TLS 1.3 only; a smart meter gateway speaks TLS 1.2`,
    remedy: ['Probably another device: is the cable in the gateway, and is the address right?'],
  }),
  'tls-cut': ({ reason, ...at }) => ({
    text: `${port(at)} accepts the connection and ends it at once (${reason})`,
    remedy: [
      'Perhaps it serves another program just now, or has locked itself after wrong log-ins:',
      'stop other programs, wait 15 minutes, check again.',
    ],
  }),
  'tls-late': (at) => ({
    text: `${port(at)} accepts the connection and then says nothing`,
    remedy: ['The gateway is overloaded or just starting. Check again in five minutes.'],
  }),
  'tls-none': ({ reason, ...at }) => ({
    text: `${port(at)} speaks no TLS as gateways do (${reason})`,
    remedy: ['Probably another device or another port: is the target in the configuration right?'],
  }),
  'certificate-noted': ({ trouble }) => ({
    text: 'seen for the first time, and noted',
    ...unsaved(trouble),
  }),
  'certificate-known': ({ since }) => ({ text: `the same as since ${day(since)}` }),
  'certificate-accepted': ({ trouble }) => ({
    text: 'taken for the right one from now on',
    ...unsaved(trouble),
  }),
  'certificate-changed': ({ certificate, before, since, mac, macBefore }) => ({
    text: `another one than since ${day(since)}`,
    details: [
      `SHA-256 before: ${before}`,
      `SHA-256 now:    ${certificate.fingerprint}`,
      ...(mac === undefined || macBefore === undefined
        ? []
        : mac === macBefore
          ? [`The device is the same (${mac}).`]
          : [`The device is another one, too: ${mac}, before ${macBefore}.`]),
    ],
    remedy: [
      'Operators replace certificates now and then. If in doubt, ask before you use your password.',
      'If the change is right (with sudo if just now, too): smgw-proxy check --accept-certificate',
    ],
  }),
  'certificate-unfamiliar': () => ({
    text: 'has no name by which a gateway could be told',
    remedy: WHOSE_CERTIFICATE,
  }),
  'certificate-foreign': () => ({
    text: 'belongs to another device, not to a gateway',
    remedy: WHOSE_CERTIFICATE,
  }),
  'certificate-expired': ({ validTo }) => ({
    text: `expired on ${isoDate(validTo)}`,
    remedy: ['Programs that look at that refuse it. Only the metering operator can renew it.'],
  }),
  'certificate-not-yet-valid': ({ validFrom }) => ({
    text: `valid from ${isoDate(validFrom)} on: is the clock of this machine right?`,
    remedy: ['It is set over the internet. Look: timedatectl'],
  }),
} as const satisfies Partial<CheckTexts['causes']>;
