// A client of a simulated PPC gateway without a network: Digest, cookie and forms.
import { makeCertificates } from '../../../src/simulator/certificates.js';
import type { GatewayAnswer, GatewayKnobs, GatewayRequest } from '../../../src/simulator/gateway.js';
import { Meter } from '../../../src/simulator/meter.js';
import { PPC, PPC_PATH } from '../../../src/simulator/ppc/ppc.js';
import { authorize, NOON, readChallenge, type Session, type Who } from '../support.js';

export const WHO: Who = { user: 'anna', password: 'secret' };
const CERTIFICATES = await makeCertificates(PPC);

export const AUTHORITY = CERTIFICATES.authorityPem;

/** A gateway with a clock that tests set, and a meter that is swapped at a time. */
export function gatewayAt(knobs: GatewayKnobs = {}, swap?: number) {
  const clock = { now: NOON };
  const cuts: number[] = [];
  const gateway = PPC.start({
    ...{ ...WHO, host: '127.0.0.1', now: () => clock.now, certificates: CERTIFICATES.hex },
    ...{ meter: new Meter(swap), signer: CERTIFICATES.signer, knobs, cut: () => void cuts.push(clock.now) },
  });
  return { ...gateway, clock, cuts };
}

export type TestedGateway = ReturnType<typeof gatewayAt>;

interface Sent {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>> | string;
}

export function requestOf({
  method = 'GET',
  target = PPC_PATH,
  headers = {},
  form = '',
}: Sent): GatewayRequest {
  const body = Buffer.from(typeof form === 'string' ? form : new URLSearchParams(form).toString());
  return { method, target, headers, isCertified: false, body: () => Promise.resolve(body) };
}

/** The gateway's answer; PPC answers every request. */
export async function ask(gateway: Pick<TestedGateway, 'answer'>, sent: Sent = {}): Promise<GatewayAnswer> {
  const answer = await gateway.answer(requestOf(sent));
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

/** One poll: a challenge, then requests on its nonce with the cookie of the log-in. */
export class PpcClient {
  cookie = '';
  tkn = '';
  digest!: Session;

  constructor(
    readonly gateway: Pick<TestedGateway, 'answer'>,
    readonly who = WHO,
  ) {}

  async challenge(): Promise<void> {
    const { headers } = await ask(this.gateway);
    const challenge = { 'www-authenticate': headers['WWW-Authenticate'] ?? '' };
    this.digest = readChallenge({ status: 401, headers: challenge, body: '' });
  }

  async login(): Promise<string> {
    await this.challenge();
    return this.get();
  }

  async get(): Promise<string> {
    return this.send({ method: 'GET' });
  }

  async post(action: string, fields: Readonly<Record<string, string>> = {}): Promise<string> {
    return this.send({ method: 'POST', form: { ...(this.tkn && { tkn: this.tkn }), action, ...fields } });
  }

  async send(sent: Sent): Promise<string> {
    return String((await this.answerTo(sent)).body);
  }

  async answerTo(sent: Sent): Promise<GatewayAnswer> {
    const authorization = authorize(this.digest, this.who, sent.method ?? 'GET', PPC_PATH);
    const cookie = this.cookie && { cookie: this.cookie };
    const answer = await ask(this.gateway, {
      ...sent,
      headers: { authorization, ...cookie, ...sent.headers },
    });
    const [opened] = (answer.headers['Set-Cookie'] ?? '').split(';', 1);
    if (opened) this.cookie = opened;
    this.tkn = /name='tkn' value='([0-9a-f]{32})'/.exec(String(answer.body))?.[1] ?? this.tkn;
    return answer;
  }
}

/** A client with an open session. */
export async function loggedInClient(gateway: TestedGateway): Promise<PpcClient> {
  const client = new PpcClient(gateway);
  await client.login();
  return client;
}
