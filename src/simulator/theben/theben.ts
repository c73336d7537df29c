// A simulated Theben CONEXA 3.0: its TLS, its log-in and its pages (IF_GW_CON, Theben's interface description).
import { DigestLogin } from '../digest-login.js';
import { formatChallenge, type DigestChallenge } from '../digest.js';
import type {
  SimulatedGateway,
  GatewayAnswer,
  GatewayModel,
  GatewayRequest,
  GatewaySetting,
} from '../gateway.js';
import { Refusal } from '../refusal.js';
import { GATEWAY_ID, userIdOf } from './identity.js';
import { createMethods, type Methods } from './methods.js';
import { parseCall } from './parameters.js';
import { isRoot, route, userPath } from './router.js';

const MINUTE = 60 * 1000;
/** As a user of a real gateway has measured, in ms. */
const SMGW_INFO_PACE = 3600;
/** The shortest answers of real gateways, in ms; long ones take seconds. */
const PACE = 50;

export const THEBEN: GatewayModel = {
  id: GATEWAY_ID,
  certificateName: `${GATEWAY_ID}.sm`,
  tls: {
    curves: 'secp384r1',
    // The four suites of BSI TR-03116-3, with AEAD ones first.
    suites: [
      'ECDHE-ECDSA-AES256-GCM-SHA384',
      'ECDHE-ECDSA-AES128-GCM-SHA256',
      'ECDHE-ECDSA-AES256-SHA384',
      'ECDHE-ECDSA-AES128-SHA256',
    ],
  },
  limits: { silence: 10 * MINUTE, session: 48 * 60 * MINUTE },
  start,
};

function start(setting: GatewaySetting): SimulatedGateway {
  const { now, knobs, ...login } = setting;
  const { sessionLimit = 0 } = knobs;
  const userId = userIdOf(login.user);
  const rules = {
    realm: 'Conexa',
    format: (challenge: DigestChallenge) =>
      formatChallenge(challenge, knobs.claimsSha256 === true ? 'SHA-256' : 'MD5'),
    // Longer than the usual poll interval, so that a poll costs one round trip.
    nonceLifetime: 10 * MINUTE,
    // RFC 7616 section 3.4.6. A client such as httpx follows the redirect with the credentials of the first path, which
    // real gateways accept.
    acceptsUri: (uri: string, target: string) =>
      uri === target || (isRoot(uri) && target === userPath(userId)),
  };
  const digest = new DigestLogin(rules, login, now);
  const methods = createMethods(setting);
  return {
    welcome: (open) => (sessionLimit > 0 && open >= sessionLimit ? 'reset' : 'handshake'),
    // The real device does not answer a wrong password.
    answer: async (request) => (digest.admits(request) ? serve(request, userId, methods) : undefined),
  };
}

async function serve(request: GatewayRequest, userId: string, methods: Methods): Promise<GatewayAnswer> {
  switch (route(request.method, request.target, userId)) {
    case 'redirect':
      return answer(307, 'text/plain; charset=utf-8', '', { Location: userPath(userId) });
    case 'page':
      return page(userId);
    case 'call':
      requireJson(request.headers['content-type']);
      return called(methods(parseCall(await request.body())));
  }
}

function called(result: object): GatewayAnswer {
  const pace = 'smgw-info' in result ? SMGW_INFO_PACE : PACE;
  return { ...answer(200, 'application/json', JSON.stringify(result)), pace };
}

function requireJson(contentType = ''): void {
  if (/^application\/json\s*(?:;|$)/i.test(contentType)) return;
  throw new Refusal(400, 'Expected as Content-Type: application/json.');
}

function page(userId: string): GatewayAnswer {
  const body = `<!DOCTYPE html><html><head><title>CONEXA 3.0</title></head><body><h1>Smart Meter Gateway ${GATEWAY_ID}</h1><p>Letztverbraucher ${userId}</p></body></html>\n`;
  return answer(200, 'text/html; charset=utf-8', body);
}

function answer(
  status: number,
  type: string,
  body: string,
  headers: GatewayAnswer['headers'] = {},
): GatewayAnswer {
  return { status, headers: { 'Content-Type': type, ...headers }, body };
}
