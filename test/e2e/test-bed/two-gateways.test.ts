// Two gateways with one address on two links: each port shows its own certificate or refuses, whatever becomes of the links.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { MAIN, startProgram } from '../../support/program.js';
import { missing, notRoot } from '../../support/requires.js';
import { NUMBERS, TwoGateways } from '../../support/two-gateways.js';

/** In seconds, each; the long run is `SMGW_TEST_TWO_GATEWAYS=600`. */
const SECONDS = Number(process.env.SMGW_TEST_TWO_GATEWAYS ?? 5);
const LIMIT = { timeout: (SECONDS + 60) * 1000 };
/** From one change to the next at most, in ms. */
const LONGEST_PAUSE_MS = 60;
const PORTS = [8441, 8442] as const;
const OWN = { 1: '10.11.120.1', 2: '10.11.120.3' } as const;

/** A small generator of numbers below `limit`, the same for each seed (Park and Miller). */
function numbers(seed: number): (limit: number) => number {
  let state = (seed % 2_147_483_646) + 1;
  return (limit) => (state = (state * 48_271) % 2_147_483_647) % limit;
}

/**
 * The parts of a link that can be taken away, and how each is given back. A link lacks its routes when it is up again,
 * or has an address again.
 */
function parts(house: TwoGateways, number: 1 | 2): readonly (readonly [take: Change, give: Change])[] {
  const [eth, own, table] = [`eth${number}`, OWN[number], `10${number}`];
  const pi = (text: string): Promise<void> => house.ip('pi', ...text.split(' '));
  const route = `10.11.120.0/24 dev ${eth} table ${table}`;
  const rule = `priority ${table} from ${own} table ${table}`;
  const inner = [`address add fe80::1/64 dev ${eth} nodad`, `route add ${route}`];
  return [
    [() => pi(`rule del ${rule}`), () => pi(`rule add ${rule}`)],
    [() => pi(`route del ${route}`), () => pi(`route add ${route}`)],
    [
      () => pi(`address del ${own}/24 dev ${eth}`),
      async () => {
        await pi(`address add ${own}/24 dev ${eth}`);
        await pi(`route add ${route}`);
      },
    ],
    [
      () => pi(`link set ${eth} down`),
      async () => {
        await pi(`link set ${eth} up`);
        for (const each of inner) await pi(each);
      },
    ],
    [
      () => house.ip(`gateway${number}`, 'link', 'set', 'eth0', 'down'),
      async () => {
        await house.ip(`gateway${number}`, 'link', 'set', 'eth0', 'up');
        await house.ip(`gateway${number}`, 'address', 'add', 'fe80::2/64', 'dev', 'eth0', 'nodad');
      },
    ],
  ];
}
type Change = () => Promise<void>;

/** Of `check --json`. */
interface CheckStepJson {
  readonly cause: string;
  readonly facts: { readonly link?: string; readonly certificate?: { readonly fingerprint: string } };
}

describe('two gateways with one address', { skip: notRoot() || missing('ip', 'openssl') }, () => {
  let house: TwoGateways;
  let folder: string;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
    house = new TwoGateways();
    await house.up();
  });

  afterEach(async () => {
    await house.down();
    rmSync(folder, { recursive: true });
  });

  const configured = (forward: (number: number) => string, more = ''): string => {
    const file = path.join(folder, 'config.yaml');
    const entries = NUMBERS.map((n) => `  - {name: flat-${n}, listen: 127.0.0.1:844${n}, ${forward(n)}}\n`);
    writeFileSync(file, `${more}forwards:\n${entries.join('')}`);
    return file;
  };
  const bySource = (number: number): string => `target: 10.11.120.2, source: eth${number}`;

  it('the port of one without its rule or its address refuses, until they are back', LIMIT, async () => {
    const options = { wrapper: house.inside('pi'), listen: [] };
    const program = await startProgram(['--config', configured(bySource)], options);
    const shown = new Map<number, string>();
    house.read(PORTS, (answer) => shown.set(answer.port, answer.shown));
    const shows = async (first: string | undefined, second: string | undefined): Promise<void> => {
      shown.clear();
      while (shown.get(8441) !== first || shown.get(8442) !== second) await pause(20);
    };
    const [one, two] = NUMBERS.map((n) => house.fingerprints.get(n));
    await shows(one, two);
    const [changes] = [parts(house, 1), parts(house, 2)];
    for (const [part, code, nth] of [
      [0, 'EXDEV', 1],
      [2, 'ENODEV', 2],
    ] as const) {
      await changes[part]?.[0]();
      const down = await program.line(({ event }) => event === 'target-down', nth);
      assert.equal(down.code, code, String(down.message));
      await shows('ECONNREFUSED', two);
      await changes[part]?.[1]();
      await shows(one, two);
    }
  });

  it('check looks at each gateway by its own way, and names the one without', LIMIT, async () => {
    const file = configured(bySource);
    const wrapper = [...house.inside('pi'), 'env', `STATE_DIRECTORY=${folder}`, `HOME=${folder}`];
    const check = (): CheckStepJson[] => {
      const [ip, ...words] = [...wrapper, process.execPath, MAIN, 'check', '--config', file, '--json'];
      const { stdout } = spawnSync(ip, words, { encoding: 'utf8' });
      return (JSON.parse(stdout) as { readonly steps: CheckStepJson[] }).steps;
    };
    const waysIn = (steps: readonly CheckStepJson[]): string[] =>
      steps
        .filter(({ cause }) => cause.startsWith('way-'))
        .map(({ cause, facts }) => `${cause} ${facts.link}`);
    const before = check();
    assert.deepEqual(waysIn(before), ['way-own eth1', 'way-own eth2']);
    const shown = before.flatMap(({ facts }) => facts.certificate?.fingerprint ?? []);
    assert.deepEqual([...new Set(shown)], [...house.fingerprints.values()]);
    await parts(house, 1)[0]?.[0]();
    const after = check();
    assert.deepEqual(waysIn(after), ['way-other eth1', 'way-own eth2']);
    const left = after.flatMap(({ facts }) => facts.certificate?.fingerprint ?? []);
    assert.deepEqual([...new Set(left)], [house.fingerprints.get(2)], 'the other one is not asked');
  });

  for (const [what, forwards, wire] of [
    ['by interface, over handles', bySource, 'auto'],
    ['by interface, over sockets', bySource, 'socket'],
    ['by zone', (n: number) => `target: "[fe80::2%eth${n}]:443"`, 'auto'],
  ] as const) {
    it(`are never taken for each other ${what}`, LIMIT, async (t) => {
      const more = 'max-connections-per-client: 0\nconnect-timeout: 1s\nwhen-target-down: reset\n';
      const file = configured(forwards, more);
      const options = { wrapper: house.inside('pi'), listen: [] };
      const program = await startProgram(['--config', file, '--wire', wire], options);
      const seed = Number(process.env.SMGW_TEST_SEED ?? randomInt(1e9));
      t.diagnostic(`SMGW_TEST_SEED=${seed} makes the same changes`);
      const tally = { right: 0, wrong: 0, refused: 0 };
      const wrong: string[] = [];
      const others = new Map<string, number>();
      const changes: string[] = [];
      const reader = house.read(PORTS, ({ port, shown }) => {
        const number = port - 8440;
        const isCertificate = shown.includes(':');
        if (!isCertificate) {
          tally.refused += 1;
          others.set(shown, (others.get(shown) ?? 0) + 1);
        } else if (shown === house.fingerprints.get(number)) tally.right += 1;
        else {
          tally.wrong += 1;
          wrong.push(`port ${port} after ${changes.slice(-6).join(', ')}`);
        }
      });
      const next = numbers(seed);
      const all = NUMBERS.flatMap((n) => parts(house, n));
      const taken = new Set<number>();
      const end = performance.now() + SECONDS * 1000;
      let count = 0;
      while (performance.now() < end) {
        // Now and then everything is given back, so that both gateways are read as well.
        const index = taken.size > 2 ? ([...taken][next(taken.size)] ?? 0) : next(all.length);
        const [take, give] = all[index] ?? [];
        changes.push(`${taken.has(index) ? '+' : '-'}${index}`);
        if (taken.delete(index)) await give?.();
        else {
          taken.add(index);
          await take?.();
        }
        count += 1;
        await pause(next(LONGEST_PAUSE_MS));
      }
      for (const index of taken) await all[index]?.[1]();
      reader.kill('SIGKILL');
      await program.stop();
      t.diagnostic(JSON.stringify({ changes: count, ...tally, others: Object.fromEntries(others) }));
      assert.deepEqual(wrong, []);
      assert.ok(tally.right > 0, 'nothing was read');
    });
  }
});
