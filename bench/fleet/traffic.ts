// Traffic beside a reload: live connections that send all the time, and new ones.
import { connect } from 'node:net';
import { FORWARDS, listenerOf, PORT } from './scene.js';

const PINGING = 40;
const PING_EVERY_MS = 20;
const CONNECT_EVERY_MS = 10;

/** The longest answers, in ms. */
export interface LongestAnswers {
  readonly ping: number;
  readonly connection: number;
}

export class Traffic {
  private longest = { ping: 0, connection: 0 };
  private readonly timers: NodeJS.Timeout[] = [];

  begin(): void {
    for (let at = 0; at < PINGING; at += 1) this.ping(at);
    let at = 0;
    this.timers.push(setInterval(() => this.open((at += 1) % FORWARDS), CONNECT_EVERY_MS));
  }

  /** Since the last call. */
  taken(): LongestAnswers {
    const { longest } = this;
    this.longest = { ping: 0, connection: 0 };
    return longest;
  }

  end(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  private ping(at: number): void {
    const socket = connect({ host: listenerOf(at), port: PORT, noDelay: true });
    let asked = 0;
    socket
      .on('error', () => undefined)
      .on('data', () => {
        this.longest.ping = Math.max(this.longest.ping, performance.now() - asked);
        asked = 0;
      });
    const timer = setInterval(() => {
      if (asked !== 0) return;
      asked = performance.now();
      socket.write('?');
    }, PING_EVERY_MS);
    this.timers.push(timer);
  }

  private open(at: number): void {
    const began = performance.now();
    const socket = connect({ host: listenerOf(at), port: PORT });
    socket
      .on('error', () => undefined)
      .once('data', () => {
        this.longest.connection = Math.max(this.longest.connection, performance.now() - began);
        socket.end();
      });
    socket.write('?');
  }
}
