// The scene of the `discover` tests: a Pi without an address at its HAN port, and a device on the cable.
import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { createSecureContext, TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { linkLocalOf } from '../../../src/discovery/frame.js';
import { DISCOVERY_TIMES, type DiscoveryTimes } from '../../../src/discovery/times.js';
import { makeCertificate } from '../../support/certificate.js';
import type { Exit } from '../../support/program.js';
import { TestBed, type Host } from '../../support/test-bed.js';

const DISCOVER = fileURLToPath(new URL('../../support/discover-process.js', import.meta.url));
const DEVICE = fileURLToPath(new URL('../../support/device-process.js', import.meta.url));

/** Timeouts for the steps that find nothing; a step that finds a device ends at once. */
const QUICK: DiscoveryTimes = {
  ...DISCOVERY_TIMES,
  dhcpMs: 50,
  mdnsMs: 50,
  arpMs: 1000,
  freeMs: 50,
  graceMs: 50,
  replugMs: 20_000,
  afterReplugMs: 10_000,
  ipv4Ms: 500,
  knownPerSecond: 5000,
  aroundPerSecond: 20_000,
};
/** The ARP part of a test that is not about ARP. */
export const NO_ARP = { arpMs: 50 } as const;

/** The part of the `--json` document that the tests read. */
export interface Document {
  readonly interface: string;
  readonly found: boolean;
  readonly gateway: DeviceDocument | null;
  readonly proposal: { readonly address: string; readonly prefix: number } | null;
  readonly devices: readonly DeviceDocument[];
  readonly steps: readonly { readonly step: string; readonly outcome: string; readonly mark: string }[];
}

interface DeviceDocument {
  readonly address: string;
  readonly mac: string | null;
  readonly names: readonly string[];
  readonly foundBy: string;
  readonly verdict: string;
  readonly reason: string | null;
  readonly connectedTo: string | null;
  readonly maker: { readonly maker: string; readonly from: string } | null;
  readonly certificate: {
    readonly subject: string;
    readonly names: string;
    readonly fingerprint: string;
  } | null;
}

export interface Found extends Exit {
  readonly document: Document;
}

export const outcomeOf = ({ steps }: Document, wanted: string): string | undefined =>
  steps.find(({ step }) => step === wanted)?.outcome;

/** Frames of the kernel itself: neighbour discovery, and group memberships behind a hop-by-hop header. */
export const NOT_THE_KERNEL = 'not (icmp6 or ip6[6] = 0)';

let certificate: ReturnType<typeof makeCertificate> | undefined;
/** The gateway's default certificate, made once, with a curve that Node does not offer by default. */
const usual = () =>
  (certificate ??= makeCertificate({ curve: 'brainpoolP256r1', name: 'ethe0300186023.sm' }));

export class DiscoverBed extends TestBed {
  /** Removes the addresses of the HAN link. */
  async bare(): Promise<void> {
    await this.run('pi', 'ip', 'address', 'flush', 'dev', 'eth0');
    await this.device();
  }

  /** Replaces the addresses of the device at the other end. */
  async device(...addresses: readonly string[]): Promise<void> {
    await this.run('gateway', 'ip', 'address', 'flush', 'dev', 'eth0');
    for (const address of addresses)
      await this.run('gateway', 'ip', 'address', 'add', address, 'dev', 'eth0', 'nodad');
  }

  /** The link-local address that the device makes from its MAC address. */
  async linkLocal(host: Host, dev = 'eth0'): Promise<string> {
    const mac = (await this.run(host, 'cat', `/sys/class/net/${dev}/address`)).trim();
    return linkLocalOf(mac);
  }

  /** Port 443 of the device, with TLS as gateways speak it. */
  async serveTls(pem = usual(), options: object = { maxVersion: 'TLSv1.2' }): Promise<void> {
    const secureContext = createSecureContext({
      ...pem,
      ...options,
      ecdhCurve: 'brainpoolP256r1:P-256:P-384',
    });
    const server = await this.listen('gateway', { host: '::', port: 443 });
    server.on('connection', (socket) => {
      new TLSSocket(socket, { isServer: true, secureContext }).on('error', () => undefined);
    });
  }

  /** Runs the command on the Pi. `onLine` gets each line of standard error with --json, else of standard output. */
  async discover(
    words: readonly string[],
    times: Partial<DiscoveryTimes> = {},
    { before = [], onLine }: { before?: readonly string[]; onLine?: (line: string) => void } = {},
  ): Promise<Exit> {
    const [file, ...rest] = [...this.inside('pi'), ...before, process.execPath, DISCOVER];
    const child = spawn(file, [...rest, JSON.stringify({ ...QUICK, ...times }), ...words], {
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (onLine !== undefined) createInterface({ input: child.stderr }).on('line', onLine);
    const closed = once(child, 'close') as Promise<[number | null]>;
    const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    return { status, stdout, stderr };
  }

  /** The same with --json, parsed. */
  async find(
    words: readonly string[] = [],
    times: Partial<DiscoveryTimes> = {},
    options: { before?: readonly string[]; onLine?: (line: string) => void } = {},
  ): Promise<Found> {
    const exit = await this.discover(['--json', ...words], times, options);
    assert.match(exit.stdout, /^\{/, exit.stderr);
    return { ...exit, document: JSON.parse(exit.stdout) as Document };
  }

  /** Runs `body` while a device answers, see device-process.ts. */
  async withDevice(
    role: 'mdns' | 'mdns-apart' | 'dhcp',
    words: readonly string[],
    body: () => Promise<void>,
  ): Promise<void> {
    const child = this.start('gateway', [process.execPath, DEVICE, role, ...words]);
    await once(createInterface({ input: child.stdout }), 'line');
    try {
      await body();
    } finally {
      await stopped(child);
    }
  }
}

async function stopped(child: ChildProcessWithoutNullStreams): Promise<void> {
  const exited = once(child, 'exit');
  child.stdin.end();
  await exited;
}
