// Two gateways with one address and certificates of their own, on two links of one Pi: built by scripts/two-gateways.sh.
import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeCertificate } from './certificate.js';
import type { CertificateAnswer } from './certificate-reader-process.js';
import { fingerprintOf } from './tls-target.js';

const execute = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('../../../scripts/two-gateways.sh', import.meta.url));
const GATEWAY = fileURLToPath(new URL('tls-gateway-process.js', import.meta.url));
const READER = fileURLToPath(new URL('certificate-reader-process.js', import.meta.url));

export const NUMBERS = [1, 2] as const;

const standing = new Set<string>();
process.on('exit', () => {
  for (const prefix of standing) spawnSync(SCRIPT, ['down', prefix]);
});

export class TwoGateways {
  private static count = 0;
  readonly prefix = `smgw2-${process.pid}-${(TwoGateways.count += 1)}`;
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
  /** The gateways' certificates, by number. */
  readonly fingerprints = new Map<number, string>();

  async up(): Promise<void> {
    standing.add(this.prefix);
    await execute(SCRIPT, ['up', this.prefix]);
    for (const number of NUMBERS) await this.startGateway(number);
  }

  async down(): Promise<void> {
    await execute(SCRIPT, ['down', this.prefix]);
    standing.delete(this.prefix);
    rmSync(this.folder, { recursive: true });
  }

  inside(host: string): string[] {
    return ['ip', 'netns', 'exec', `${this.prefix}-${host}`];
  }

  /** ip(8) in a host; whatever it says. */
  async ip(host: string, ...words: readonly string[]): Promise<void> {
    await execute('ip', ['-n', `${this.prefix}-${host}`, ...words]).catch(() => undefined);
  }

  /** Calls back with each answer of the ports. */
  read(ports: readonly number[], answered: (answer: CertificateAnswer) => void): ChildProcess {
    const reader = this.spawnIn('pi', [READER, ...ports.map(String)]);
    if (reader.stdout === null) throw new Error('the reader has no output');
    createInterface({ input: reader.stdout }).on('line', (line) => {
      answered(JSON.parse(line) as CertificateAnswer);
    });
    return reader;
  }

  private spawnIn(host: string, words: readonly string[]): ChildProcess {
    const [file = '', ...rest] = [...this.inside(host), process.execPath, ...words];
    return spawn(file, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  }

  private async startGateway(number: number): Promise<void> {
    const { cert, key } = makeCertificate({ curve: 'P-256', name: `gateway ${number}` });
    this.fingerprints.set(number, fingerprintOf(cert));
    const file = (name: string): string => path.join(this.folder, `${name}${number}.pem`);
    writeFileSync(file('cert'), cert);
    writeFileSync(file('key'), key, { mode: 0o600 });
    const gateway = this.spawnIn(`gateway${number}`, [GATEWAY, file('cert'), file('key'), '::']);
    if (gateway.stdout !== null) await once(gateway.stdout, 'data');
  }
}
