// A simulated PPC SMGW: one CGI page behind Digest, a session cookie and forms. docs/simulators.md tells the guesses.
import { DigestLogin } from '../digest-login.js';
import type {
  GatewayAnswer,
  GatewayModel,
  GatewayRequest,
  GatewaySetting,
  SimulatedGateway,
} from '../gateway.js';
import { Refusal } from '../refusal.js';
import { LOGOUT, runAction, SELF_TEST } from './actions.js';
import { challengeAnswer, downloadAnswer, formatPpcChallenge, PACE, pageAnswer } from './answers.js';
import { signedData } from './cms.js';
import { readForm, sessionIds } from './form.js';
import { LockOut } from './lock-out.js';
import { failurePage, lockedPage, pageFrame } from './pages/frame.js';
import { loggedOut } from './pages/system-pages.js';
import { PpcSessions, SESSION_LIFETIME, type PpcSession } from './session.js';

export const PPC_PATH = '/cgi-bin/hanservice.cgi';

const MINUTE = 60 * 1000;
const METHODS = ['GET', 'HEAD', 'POST'];

const DEFAULTS = {
  sessionLimit: 1,
  lockOut: 5 * MINUTE,
};
/** Log-ins until the port falls silent: about a week of polls every ten minutes, after which owners report dead ports. */
export const LOGIN_LIMIT = 1000;
/** How long a self-test keeps the port closed, in ms; a guess. */
export const RESTART_TIME = 2 * MINUTE;
/** Longer than a session, and shorter than the usual 15 minutes between polls, whose old nonces fail; a guess. */
const NONCE_LIFETIME = SESSION_LIFETIME + MINUTE;

const LOGIN_FAILED =
  'Anmeldung fehlgeschlagen.Bitte schliessen Sie das Fenster und melden Sie sich erneut an.';
const SESSION_OVER = 'Sitzung abgelaufen';

export const PPC: GatewayModel = {
  id: 'eppc0211358875',
  certificateName: 'EPPC0211358875.SM',
  tls: {
    curves: 'P-256:P-384:brainpoolP256r1:brainpoolP384r1:brainpoolP512r1',
    suites: [
      'ECDHE-ECDSA-AES256-GCM-SHA384',
      'ECDHE-ECDSA-AES128-GCM-SHA256',
      'ECDHE-ECDSA-AES256-SHA384',
      'ECDHE-ECDSA-AES128-SHA256',
    ],
  },
  // It drops kept connections; when is a guess.
  limits: { silence: 2 * MINUTE, session: 48 * 60 * MINUTE },
  start: (setting) => new PpcGateway(setting),
};

class PpcGateway implements SimulatedGateway {
  private readonly digest: DigestLogin;
  private readonly sessions: PpcSessions;
  private readonly lockOut: LockOut;
  private logins = 0;
  private restartsUntil = 0;

  constructor(private readonly setting: GatewaySetting) {
    const { now, knobs } = setting;
    const { sessionLimit, lockOut } = { ...DEFAULTS, ...knobs };
    const rules = {
      realm: 'SmartMeterGateway',
      format: formatPpcChallenge,
      nonceLifetime: NONCE_LIFETIME,
      acceptsUri: (uri: string, target: string) => uri === target,
    };
    this.digest = new DigestLogin(rules, setting, now);
    this.sessions = new PpcSessions(sessionLimit === 0 ? Infinity : sessionLimit);
    this.lockOut = new LockOut(lockOut);
  }

  /** After too many log-ins all its CGI processes are used up: it accepts connections and never answers. */
  readonly welcome = () => {
    if (this.setting.now() < this.restartsUntil) return 'reset';
    return this.logins < LOGIN_LIMIT ? 'handshake' : 'silence';
  };

  /** All failures but those of HTTP are pages with status 200. */
  readonly answer = async (request: GatewayRequest): Promise<GatewayAnswer> => {
    requirePage(request);
    const now = this.setting.now();
    const verdict = this.digest.judge(request);
    if (verdict === 'none') return this.withoutCredentials(request);
    if (verdict === 'wrong' && this.lockOut.remaining(now) === 0) this.lockOut.countFailure(now);
    const locked = this.lockOut.remaining(now);
    if (locked > 0) return pageAnswer(lockedPage(now, locked), now);
    if (verdict === 'wrong') return pageAnswer(failurePage(now, LOGIN_FAILED), now);
    // The nonce of an earlier poll: a page with nothing on it.
    if (verdict === 'stale') return pageAnswer(pageFrame(now, ''), now);
    this.lockOut.countSuccess();
    return this.enter(request, await readForm(request));
  };

  /** A cookie is enough for an action, but the values are then those of the log-in. */
  private async withoutCredentials(request: GatewayRequest): Promise<GatewayAnswer> {
    const now = this.setting.now();
    const session = this.sessions.find(sessionIds(request.headers.cookie), now);
    if (session !== undefined) {
      const form = await readForm(request);
      if (form.has('action')) return this.serve(session, form, session.opened);
    }
    return challengeAnswer(this.digest.challenge().headers['WWW-Authenticate'] ?? '', now);
  }

  /** Takes the session of the request, or opens one. */
  private enter({ headers }: GatewayRequest, form: URLSearchParams): GatewayAnswer {
    const now = this.setting.now();
    const ids = sessionIds(headers.cookie, form);
    const session = this.sessions.find(ids, now);
    if (session !== undefined) return this.serve(session, form, now);
    if (form.get('action') === LOGOUT) return pageAnswer(loggedOut(now), now);
    if (ids.length > 0 && form.has('action')) return pageAnswer(failurePage(now, SESSION_OVER), now);
    return this.open(form, now);
  }

  private open(form: URLSearchParams, now: number): GatewayAnswer {
    const session = this.sessions.open(now);
    if (session === undefined) return pageAnswer(failurePage(now, LOGIN_FAILED), now);
    try {
      const { headers, ...answer } = this.serve(session, form, now);
      this.logins += 1;
      return { ...answer, headers: { 'Set-Cookie': cookieOf(session), ...headers }, pace: PACE.login };
    } catch (error) {
      // The client never learns the id of this session.
      this.sessions.close(session);
      throw error;
    }
  }

  /** A `tkn` is only checked if there is one, because one client sends none. @param time that of the values */
  private serve(session: PpcSession, form: URLSearchParams, time: number): GatewayAnswer {
    const now = this.setting.now();
    const action = form.get('action') ?? '';
    if ((form.get('tkn') ?? session.tkn) !== session.tkn)
      return pageAnswer(failurePage(now, SESSION_OVER), now);
    if (action === LOGOUT) {
      this.sessions.close(session);
      return pageAnswer(loggedOut(now), now);
    }
    const { meter, signer } = this.setting;
    const result = runAction(action, { form, session, time, meter, meterId: meter.idAt(time) });
    if (typeof result !== 'string')
      return downloadAnswer(signedData(result.document, signer), result.file, now);
    const answer = pageAnswer(result, now);
    return action === SELF_TEST ? { ...answer, after: this.restart } : answer;
  }

  /** All sessions, connections and counts are gone. */
  private readonly restart = (): void => {
    this.sessions.closeAll();
    this.lockOut.countSuccess();
    this.logins = 0;
    this.restartsUntil = this.setting.now() + RESTART_TIME;
    this.setting.cut();
  };
}

/** Throws a Refusal: 404 for another path, 405 for another method. */
function requirePage({ method, target }: GatewayRequest): void {
  const [path] = target.split('?', 1);
  if (path !== PPC_PATH) throw new Refusal(404, 'There is nothing at this path.');
  if (METHODS.includes(method)) return;
  throw new Refusal(405, 'The HTTP method is not allowed here.', { Allow: METHODS.join(', ') });
}

function cookieOf({ id }: PpcSession): string {
  return `session=${id};secure;HttpOnly`;
}
