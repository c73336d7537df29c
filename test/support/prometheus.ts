// A real Prometheus with a configuration of the test's own, on this machine or on a host of a test bed.
import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const PAUSE_MS = 50;

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
}

export class Prometheus {
  private readonly data = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-prometheus-'));
  private readonly child: ChildProcess;

  /**
   * @param place the address and port to listen on
   * @param inside the words that make a command run on the host of that address
   */
  constructor(
    configFile: string,
    private readonly place: string,
    private readonly inside: readonly string[] = [],
  ) {
    const [file = '', ...words] = [
      ...[...inside, 'prometheus', `--config.file=${configFile}`, `--storage.tsdb.path=${this.data}`],
      ...[`--web.listen-address=${place}`, '--log.level=error'],
    ];
    this.child = spawn(file, words, { stdio: ['ignore', 'inherit', 'inherit'] });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The result of a query; empty without data, and while Prometheus starts. */
  async query(query: string): Promise<readonly Sample[]> {
    const data = (await this.ask('query', query)) as { readonly result: readonly Sample[] } | undefined;
    return data?.result ?? [];
  }

  /** Those that are pending or firing now. */
  async alerts(): Promise<readonly Alert[]> {
    const data = (await this.ask('alerts')) as { readonly alerts: readonly Alert[] } | undefined;
    return data?.alerts ?? [];
  }

  /** Repeats a query until it matches, with pauses for the server. */
  async until(expression: string, isSo: (samples: readonly Sample[]) => boolean): Promise<readonly Sample[]> {
    for (;;) {
      const samples = await this.query(expression);
      if (isSo(samples)) return samples;
      await setTimeout(PAUSE_MS);
    }
  }

  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
    rmSync(this.data, { recursive: true });
  }

  /** Resolves with undefined while it cannot be reached. A query that Prometheus does not take fails the test. */
  private async ask(path: string, query = ''): Promise<unknown> {
    const url = `http://${this.place}/api/v1/${path}`;
    const [file, ...words] = [...this.inside, 'curl', '-sG', url, '--data-urlencode', `query=${query}`];
    const text = await execute(file, words, { maxBuffer: Infinity }).then(
      ({ stdout }) => stdout,
      () => '',
    );
    if (!text.startsWith('{')) return undefined;
    const { status, data, error } = JSON.parse(text) as { status: string; data: unknown; error?: string };
    assert.equal(status, 'success', `${query}: ${error ?? ''}`);
    return data;
  }
}
