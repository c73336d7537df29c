// A simulated EMH CASA 1.1: its TLS, its log-in, its check of the Host header, and JSON by GET.
import { DigestLogin } from '../digest-login.js';
import { quote, type DigestChallenge } from '../digest.js';
import type {
  GatewayAnswer,
  GatewayModel,
  GatewayRequest,
  GatewaySetting,
  SimulatedGateway,
} from '../gateway.js';
import { Refusal } from '../refusal.js';
import { documentAt } from './documents.js';
import { GATEWAY_ID } from './identity.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The mDNS name of the gateway; its clients may send it as Host. */
const NAME = 'smgw.local';

/** Shorter than the usual polls, which real gateways refuse on the nonce of the last one; the figure is a guess. */
const NONCE_LIFETIME = 10 * SECOND;
/** Real gateways serve few TLS connections at once; the figure is a guess. */
const SESSION_LIMIT = 4;
/** A guess: real gateways have live values, and clients wait 10 s at least. */
const PACE = 200;

export const EMH: GatewayModel = {
  id: GATEWAY_ID,
  certificateName: `${GATEWAY_ID.toUpperCase()}.SM`,
  tls: {
    // Those with which the TRuDI adapter of the maker copes, the mandatory one first.
    curves: 'brainpoolP256r1:P-256:brainpoolP384r1:brainpoolP512r1:P-384',
    suites: [
      'ECDHE-ECDSA-AES128-GCM-SHA256',
      'ECDHE-ECDSA-AES256-GCM-SHA384',
      'ECDHE-ECDSA-AES128-SHA256',
      'ECDHE-ECDSA-AES256-SHA384',
    ],
  },
  // As at Theben: figures of EMH are not published.
  limits: { silence: 10 * MINUTE, session: 48 * HOUR },
  start,
};

function start({ host, now, meter, knobs, ...login }: GatewaySetting): SimulatedGateway {
  const rules = {
    realm: GATEWAY_ID,
    format: formatChallenge,
    nonceLifetime: NONCE_LIFETIME,
    acceptsUri: (uri: string, target: string) => uri === target,
  };
  const digest = new DigestLogin(rules, login, now);
  const { sessionLimit = SESSION_LIMIT } = knobs;
  return {
    welcome: (open) => (sessionLimit > 0 && open >= sessionLimit ? 'reset' : 'handshake'),
    // A Refusal of the executor rejects.
    answer: (request) =>
      new Promise((resolve) => {
        resolve(answer(request));
      }),
  };

  function answer(request: GatewayRequest): GatewayAnswer {
    requireHost(request.headers.host, host);
    requireGet(request.method);
    // A wrong password is refused at once, and without a lock-out.
    if (!digest.admits(request)) throw digest.challenge();
    if (request.target === '/') throw new Refusal(405, 'There is no page for people.');
    return json(documentAt(request.target, { meter, now: now() }));
  }
}

/** `stale` is a guess: real gateways are known to refuse an old nonce with 401. */
function formatChallenge({ realm, nonce, stale }: DigestChallenge): string {
  return `Digest realm=${quote(realm)}, qop="auth", nonce=${quote(nonce)}${stale ? ', stale=true' : ''}`;
}

/** Virtual hosting: the own address or name, with any port. The status of a refusal is a guess. */
function requireHost(header = '', own: string): void {
  const host = header.replace(/:\d*$/, '').toLowerCase();
  if (host === own.toLowerCase() || host === `[${own}]` || host === NAME) return;
  throw new Refusal(404, `Expected as Host: ${own} or ${NAME}.`);
}

function requireGet(method: string): void {
  if (method !== 'GET') throw new Refusal(405, 'Expected: GET.', { Allow: 'GET' });
}

function json(document: object): GatewayAnswer {
  const headers = { 'Content-Type': 'application/json' };
  return { status: 200, headers, body: JSON.stringify(document), pace: PACE };
}
