// A name server on a loopback address of its own, and the program on a machine that asks no other.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decode, encode, RECURSION_DESIRED, type Answer, type Packet } from 'dns-packet';

/** DNS has one port (RFC 1035 section 4.2), so each server has an address of its own. */
const PORT = 53;
/** RFC 1035 section 4.1.1. */
const RCODES = { none: 0, failing: 2, unknown: 3 } as const;

/** stop() is owed. */
export class NameServer {
  /** The addresses of names. A name without an entry does not exist; `silent` is never answered, `failing` SERVFAIL. */
  readonly names = new Map<string, readonly string[] | 'silent' | 'failing'>();
  /** Every name that was asked for, once for each question. */
  readonly asked: string[] = [];

  private constructor(
    private readonly socket: Socket,
    private readonly folder: string,
  ) {
    socket.on('message', (message, { port, address }) => {
      const reply = this.answer(decode(message));
      if (reply !== undefined) socket.send(reply, port, address);
    });
  }

  static async start(): Promise<NameServer> {
    const bytes = Array.from({ length: 3 }, () => 1 + Math.floor(Math.random() * 254));
    const address = `127.${bytes.join('.')}`;
    const socket = createSocket('udp4').bind(PORT, address);
    await once(socket, 'listening');
    const folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-names-'));
    const files = {
      hosts: '127.0.0.1 localhost by-file.test\n',
      'resolv.conf': `nameserver ${address}\nsearch home.test\n`,
      'nsswitch.conf': 'hosts: files dns\n',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    return new NameServer(socket, folder);
  }

  /** Runs a command where this server is the only one. */
  get wrapper(): readonly string[] {
    const mounts = ['hosts', 'resolv.conf', 'nsswitch.conf'].map(
      (name) => `mount --bind ${this.folder}/${name} "$(realpath /etc/${name})"`,
    );
    return ['unshare', '--mount', 'sh', '-c', `${mounts.join(' && ')} && exec "$0" "$@"`];
  }

  stop(): void {
    this.socket.close();
    rmSync(this.folder, { recursive: true });
  }

  private answer({ id, questions = [] }: Packet): Buffer | undefined {
    const [{ name, type } = { name: '', type: 'A' }] = questions;
    this.asked.push(name);
    const known = this.names.get(name) ?? 'unknown';
    if (known === 'silent') return undefined;
    const isText = typeof known === 'string';
    const addresses = isText ? [] : known.filter((each) => each.includes(':') === (type === 'AAAA'));
    const answers = addresses.map((data) => ({ type, name, data }) as Answer);
    const flags = RECURSION_DESIRED | RCODES[isText ? known : 'none'];
    return encode({ type: 'response', id: id ?? 0, flags, questions, answers });
  }
}
