// The readers of a fleet on one machine: one reads all gateways in turn, others do what makes an alarm.
import { once } from 'node:events';
import { request as requestPlain } from 'node:http';
import { request } from 'node:https';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import { setTimeout as pause } from 'node:timers/promises';
import { HOST, type Flat, type FleetPi } from './fleet-pi.js';
import type { ManyPis } from './many-pis.js';

/** A round of all gateways, in ms: half of what a trial takes for "not read". */
const ROUND_MS = 60_000;
/** How often the timers run in a round. */
const CHECKS = 3;
/** Longer than a request must wait for its answer to count as unanswered. */
const PATIENCE_S = '4';
/** A request as large as those of real clients: one as short as a TLS alert counts for nothing. */
const HEADERS = { host: 'smgw', 'user-agent': 'x'.repeat(200) };
export class FleetReadings {
  /** Flats that the reader leaves out, by name. */
  readonly unread = new Set<string>();
  /** The Raspberry Pis whose timer for checks is on. */
  readonly checked = new Set<FleetPi>();
  private isStopped = false;
  private loop: Promise<unknown> | undefined;

  constructor(private readonly bed: ManyPis) {}

  /** Reads all flats, round after round, until stop(). */
  begin(roundMs = ROUND_MS): void {
    this.loop = Promise.all([this.readOn(roundMs), this.checkOn(roundMs)]);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.loop;
  }

  /** A log-in with a wrong password, which a gateway by Theben leaves without an answer. */
  async logInWrongly({ port }: Flat): Promise<void> {
    const words = ['--digest', '-u', 'x:wrong', '--max-time', PATIENCE_S, `https://${HOST}:${port}/`];
    await this.bed.run('reader', 'curl', '-sk', ...words).catch(() => undefined);
  }

  /** A connection that stays open; rejects with the errno name as `code`. */
  async open(flat: Flat): Promise<Socket> {
    const socket = await this.bed.connect('reader', { host: HOST, port: flat.port });
    return socket.on('error', () => undefined);
  }

  private async readOn(roundMs: number): Promise<void> {
    const flats = this.bed.pis.flatMap((pi) => pi.flats);
    for (let next = 0; !this.isStopped; next = (next + 1) % flats.length) {
      const flat = flats[next];
      if (flat !== undefined && !this.unread.has(flat.name)) void this.read(flat);
      await pause(roundMs / flats.length);
    }
  }

  private async checkOn(roundMs: number): Promise<void> {
    while (!this.isStopped) {
      for (const pi of this.checked) await pi.check();
      await pause(roundMs / CHECKS);
    }
  }

  /** Resolves once it is answered, or not. */
  private async read(flat: Flat): Promise<void> {
    const socket = await this.open(flat).catch(() => undefined);
    if (socket === undefined) return;
    // Through a forward with target-tls, clients speak plain HTTP.
    const isPlain = flat.options['target-tls'] !== undefined;
    const asked = isPlain
      ? requestPlain({ path: '/', headers: HEADERS, createConnection: () => socket })
      : request({
          ...{ path: '/', headers: HEADERS },
          createConnection: () => connect({ socket, rejectUnauthorized: false }).on('error', () => undefined),
        });
    const gone = once(asked, 'close').catch(() => undefined);
    asked.on('error', () => undefined).on('response', (response) => response.resume());
    asked.end();
    await Promise.race([gone, pause(Number(PATIENCE_S) * 1000)]);
    asked.destroy();
    socket.destroy();
  }
}
