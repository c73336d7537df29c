// The UDP socket for mDNS on one link and in one address family. Other programs share the port.
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { OwnNetwork } from '../machine/interfaces.js';
import { GROUP_4, GROUP_6, MDNS_PORT } from '../machine/mdns-group.js';
import { MAX_BYTES } from './message.js';
import { neighbourhood, sourceOf, type HomeLink } from './places.js';
import { CLOCK, perSecond } from './times.js';
import type { MulticastSocket, Sender } from './voice.js';

/** The hop limit. 255 proves that a message has passed no router (RFC 6762 section 11). */
const TTL = 255;
/** Further messages are dropped. A busy home has some dozens a minute. */
const MAX_MESSAGES_PER_SECOND = 200;

export interface ChannelEvents {
  readonly heard: (bytes: Buffer, sender: Sender) => void;
  /** The socket has failed and must be closed. */
  readonly broken: (code: string) => void;
}

export class Channel implements MulticastSocket {
  private readonly socket: Socket;
  private readonly group: Sender;
  private readonly isNeighbour: (address: string) => boolean;
  private readonly mayHear = perSecond(MAX_MESSAGES_PER_SECOND, CLOCK);
  private sent: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly link: HomeLink,
    private readonly family: OwnNetwork['family'],
    private readonly events: ChannelEvents,
  ) {
    const isIPv4 = family === 'ipv4';
    this.isNeighbour = neighbourhood(link);
    this.group = { address: isIPv4 ? GROUP_4 : `${GROUP_6}%${link.interface}`, port: MDNS_PORT };
    this.socket = createSocket({ type: isIPv4 ? 'udp4' : 'udp6', reuseAddr: true, ipv6Only: !isIPv4 });
  }

  /** Rejects with the error of the socket, which is closed then. */
  async open(): Promise<void> {
    const { socket } = this;
    try {
      // Bound to the group, so that unicast messages reach the other programs at this port, above all avahi.
      socket.bind({ ...this.group, exclusive: true });
      await once(socket, 'listening');
      this.join();
    } catch (error) {
      socket.on('error', () => undefined).close();
      throw error;
    }
    socket.on('message', this.onMessage).on('error', this.onError);
  }

  /** Ignores errors: a lost message of UDP looks the same. */
  send(bytes: Buffer, { address, port } = this.group): void {
    const sent = new Promise((resolve) => {
      this.socket.send(bytes, port, address, resolve);
    });
    this.sent = this.sent.then(() => sent);
  }

  /** Stops receiving; resolves when pending messages are sent and the socket is closed. */
  async close(): Promise<void> {
    this.socket.off('message', this.onMessage);
    await this.sent;
    this.socket.close();
  }

  private join(): void {
    const { socket, link } = this;
    const at = this.family === 'ipv4' ? (sourceOf(link, 'ipv4') ?? '') : `::%${link.interface}`;
    socket.addMembership(this.family === 'ipv4' ? GROUP_4 : GROUP_6, at);
    socket.setMulticastInterface(at);
    socket.setMulticastTTL(TTL);
    socket.setTTL(TTL);
    // Loopback, so that programs on this machine get the messages too.
    socket.setMulticastLoopback(true);
  }

  /** Drops messages of other links, which the kernel delivers if any program has joined the group there. */
  private readonly onMessage = (bytes: Buffer, { address, port }: RemoteInfo): void => {
    if (bytes.length > MAX_BYTES || !this.isNeighbour(address) || !this.mayHear()) return;
    this.events.heard(bytes, { address, port });
  };

  private readonly onError = (error: NodeJS.ErrnoException): void => {
    this.events.broken(error.code ?? 'unknown error');
  };
}
