// The kernel's way to an address, asked of ip(8): each question has its own answer, also when ip(8) fails.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import type { KernelWay } from '../../src/forward/target/way.js';
import { askWay } from '../../src/machine/kernel-way.js';
import { missing } from '../support/requires.js';

const way = (host: string, from: string): Promise<KernelWay> =>
  new Promise((resolve) => askWay(host, from, resolve));

describe('the way of the kernel', { skip: missing('ip') }, () => {
  it('is told for each of many questions, and has a code where there is none', async () => {
    const questions = Array.from({ length: 40 }, (_, index): [string, string, KernelWay] =>
      index % 3 === 0
        ? ['127.0.0.1', '203.0.113.9', { code: 'ENETUNREACH' }]
        : [`127.0.0.${index % 3}`, `127.0.0.${(index % 5) + 1}`, { interface: 'lo' }],
    );
    const ways = await Promise.all(questions.map(([host, from]) => way(host, from)));
    for (const [index, [host, from, expected]] of questions.entries()) {
      const told = ways[index] ?? {};
      if ('code' in expected) assert.deepEqual(told, expected, `${host} from ${from}`);
      else assert.equal('interface' in told && told.interface, 'lo', `${host} from ${from}`);
    }
  });

  it('is unknown without ip(8), or when it ends', () => {
    const module = new URL('../../src/machine/kernel-way.js', import.meta.url).href;
    const script = `
      import { askWay } from '${module}';
      for (const host of ['127.0.0.1', '127.0.0.2'])
        await new Promise((resolve) => askWay(host, '127.0.0.1', (way) => resolve(console.log(way.code))));`;
    const words = ['--input-type=module', '--eval', script];
    const run = (search: string): string =>
      execFileSync(process.execPath, words, { env: { PATH: search }, encoding: 'utf8', timeout: 20_000 });
    assert.equal(run('/nowhere'), 'ENOSYS\nENOSYS\n');
  });
});
