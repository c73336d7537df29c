// HTTP on the admin server's connections: which clients may have one, and how a request is answered.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Config } from '../config/config.js';
import { Access, type IsInOwnSubnet } from '../forward/admit/access.js';
import { endsOf, plain } from '../forward/wire/addresses.js';
import { refusal, send, type HttpAnswer } from './answer.js';
import { Guard } from './guard.js';
import { Visitors } from './visitors.js';

/** How long an idle connection is kept for a next request, in ms. */
const KEEP_ALIVE_MS = 5_000;
/** More than any browser sends. */
const MOST_HEADER_BYTES = 8192;

/** Answers a path; null if there is nothing at it. */
export type Respond = (path: string) => Promise<HttpAnswer | null>;

/** The part of a configuration that says who may ask. */
export type Admitted = Pick<Config, 'forwards' | 'adminAllow' | 'adminHost'>;

export class AdminServer {
  private readonly visitors = new Visitors();
  private readonly guard = new Guard();
  private readonly server = createServer({
    maxHeaderSize: MOST_HEADER_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  private access: readonly Access[] = [];
  /** Where no list says otherwise, this machine may ask: --allow may name the device alone that reads the meter. */
  private admitsThisMachine = true;

  /** @param failed called with the error behind each answer of 500 */
  constructor(
    private readonly respond: Respond,
    private readonly isInOwnSubnet: IsInOwnSubnet,
    private readonly failed: (error: unknown) => void,
  ) {
    this.server.on('request', this.onRequest);
  }

  /** Admits the clients of this configuration, and takes its names for this machine's, in place of those before. */
  admit({ forwards, adminAllow, adminHost }: Admitted): void {
    const rules = adminAllow.length === 0 ? forwards : [{ allow: adminAllow, deny: [], acceptProxy: [] }];
    this.access = rules.map((each) => new Access(each, this.isInOwnSubnet));
    this.admitsThisMachine = adminAllow.length === 0;
    this.guard.hosts = adminHost;
  }

  /** Takes over a socket just accepted, paused. */
  accept(socket: Socket): void {
    socket.on('error', ignore);
    const { remote, local } = endsOf(socket);
    const client = plain(remote)?.host;
    const isOwn = this.admitsThisMachine && remote?.host === local?.host;
    if (client === undefined || !(isOwn || this.admits(client)) || !this.visitors.admit(socket, client)) {
      socket.resetAndDestroy();
      return;
    }
    // Node's documented way to serve a connection that was accepted elsewhere.
    this.server.emit('connection', socket);
    socket.resume();
  }

  /** Cuts all connections. */
  stop(): void {
    this.visitors.stop();
  }

  private admits(client: string): boolean {
    return this.access.some((access) => access.admits(client));
  }

  private readonly onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const { socket } = request;
    this.visitors.asks(socket);
    response.once('close', () => {
      this.visitors.answered(socket);
    });
    const client = plain(endsOf(socket).remote)?.host ?? '';
    const path = this.guard.pathOf(request, client);
    void this.answer(path).then((answer) => {
      send(response, answer);
    });
  };

  private async answer(path: string | HttpAnswer): Promise<HttpAnswer> {
    if (typeof path !== 'string') return path;
    try {
      return (await this.respond(path)) ?? refusal(404, NOTHING_HERE);
    } catch (error) {
      this.failed(error);
      return refusal(500, FAILED);
    }
  }
}

const NOTHING_HERE = { en: 'there is nothing here', de: 'hier ist nichts' };
const FAILED = {
  en: 'the answer could not be made; the log says why',
  de: 'die Antwort ist nicht gelungen; warum, sagt das Protokoll',
};

function ignore(): void {
  // The HTTP server closes the socket; a client that goes away is no problem of ours.
}
