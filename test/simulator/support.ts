// Helpers of the simulator's tests: a Digest client over node:https, and real programs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { TestContext } from 'node:test';
import { text } from 'node:stream/consumers';

import { digestResponse, quote } from '../../src/simulator/digest.js';
import {
  startSimulator,
  type RunningSimulator,
  type SimulatorOptions,
} from '../../src/simulator/simulator.js';
import { userIdOf } from '../../src/simulator/theben/identity.js';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A summer's day, 12:07:30 UTC. */
export const NOON = Date.UTC(2026, 5, 17, 12, 7, 30);

/** Starts a simulator that stops with the test. */
export async function simulator(
  test: TestContext,
  options: SimulatorOptions = {},
): Promise<RunningSimulator> {
  const running = await startSimulator({ answerDelay: 0, ...options });
  test.after(() => running.stop());
  return running;
}

/** A request, with further options of the TLS client. */
export interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cert?: string;
  readonly key?: string;
  /** A TLS session to resume. */
  readonly session?: Buffer | undefined;
  /** Keeps connections for further requests; by default each has its own. */
  readonly agent?: Agent;
}

/** Where a gateway is reached, perhaps through a forwarder, and as which user. */
export type Place = Pick<RunningSimulator, 'host' | 'port' | 'user' | 'password'>;

/** One request, on a new connection unless the agent has one. */
export async function send(gateway: Place, options: Ask, body = ''): Promise<Reply> {
  const agent = new Agent({ keepAlive: false });
  const { host, port } = gateway;
  const outgoing = request({ host, port, agent, rejectUnauthorized: false, ...options });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: await text(incoming) };
}

/** The challenge of a Digest client, with its use count. */
export interface Session {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string;
  count: number;
}

export function readChallenge(reply: Reply): Session {
  const header = reply.headers['www-authenticate'] ?? '';
  const find = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(header)?.[1] ?? '';
  return { realm: find('realm'), nonce: find('nonce'), opaque: find('opaque'), count: 0 };
}

export interface Who {
  readonly user: string;
  readonly password: string;
}

/** The next Authorization of a session. Only the hash is shared with the code under test, and RFC 7616 vectors cover it. */
export function authorize(session: Session, { user, password }: Who, method: string, uri: string): string {
  const nc = (++session.count).toString(16).padStart(8, '0');
  const { realm, nonce, opaque } = session;
  const cnonce = 'c0ffee';
  const response = digestResponse({ username: user, realm, password, method, uri, nonce, nc, cnonce });
  const shared = opaque === '' ? {} : { opaque };
  const quoted = { username: user, realm, nonce, uri, response, cnonce, ...shared };
  const parts = Object.entries(quoted).map(([name, value]) => `${name}=${quote(value)}`);
  return `Digest ${[...parts, `nc=${nc}`, 'qop=auth', 'algorithm=MD5'].join(', ')}`;
}

/** Gets a challenge, then repeats the request as the gateway's user. */
export async function loggedIn(gateway: Place, options: Ask, body = ''): Promise<Reply> {
  const session = readChallenge(await send(gateway, options));
  const authorization = authorize(session, gateway, options.method ?? 'GET', options.path);
  return send(gateway, { ...options, headers: { ...options.headers, authorization } }, body);
}

export function jsonPath({ user }: Pick<RunningSimulator, 'user'>): string {
  return `/smgw/m2m/${userIdOf(user)}.sm/json`;
}

export const JSON_TYPE = { 'content-type': 'application/json' };

/** Calls a method as the gateway's user. */
export function call(gateway: Place, parameters: object, agent?: Agent): Promise<Reply> {
  const options = { method: 'POST', path: jsonPath(gateway), headers: JSON_TYPE, ...(agent && { agent }) };
  return loggedIn(gateway, options, JSON.stringify(parameters));
}

export interface Run {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a program to its end, with both output streams in one. */
export async function run(program: string, args: readonly string[], input = ''): Promise<Run> {
  const child = spawn(program, args, { stdio: 'pipe' });
  child.stdin.on('error', () => undefined); // it may end before it has read all
  child.stdin.end(input);
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status: child.exitCode, output: out + error };
}
