// The set of live connections: members, the looks at them, and that it keeps nothing that has left.
import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { LiveSet, type Placed } from '../../src/forward/live-set.js';

class Member implements Placed {
  place = -1;
  readonly memory: number[] = new Array<number>(128).fill(0.5);
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void;

describe('a live set', () => {
  it('has the members of a Set, in every order of calls', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 60 }), (picks) => {
        const [live, expected] = [new LiveSet<Member>(), new Set<Member>()];
        for (const pick of picks) {
          const leaving = [...expected][pick % 8];
          if (leaving === undefined) {
            const member = new Member();
            live.add(member);
            expected.add(member);
          } else {
            live.delete(leaving);
            expected.delete(leaving);
          }
          assert.deepEqual(new Set(live), expected);
          assert.equal(live.size, expected.size);
        }
      }),
    );
  });

  it('goes over those that were there at the start, also when some leave meanwhile', () => {
    const live = new LiveSet<Member>();
    const members = [new Member(), new Member(), new Member()];
    for (const member of members) live.add(member);
    const seen: Member[] = [];
    for (const member of live) {
      live.delete(member);
      seen.push(member);
    }
    assert.deepEqual(seen, members);
    assert.equal(live.size, 0);
  });

  it('keeps nothing that has left, though others come before it is empty', () => {
    const live = new LiveSet<Member>();
    let oldest = new Member();
    live.add(oldest);
    const changeAll = (): void => {
      for (let i = 0; i < 20_000; i += 1) {
        const next = new Member();
        live.add(next);
        live.delete(oldest);
        oldest = next;
      }
    };
    changeAll();
    collect(); // makes the members that are there old
    const before = process.memoryUsage().heapUsed;
    changeAll();
    collect({ type: 'minor' });
    const growth = (process.memoryUsage().heapUsed - before) / 2 ** 20;
    assert.ok(growth < 3, `${growth.toFixed(1)} of 20 MiB are still there`);
    assert.equal(live.size, 1);
  });

  it('is looked at as long as it has members, at each interval of its own', (t) => {
    mock.timers.enable({ apis: ['setInterval'] });
    t.after(() => mock.timers.reset());
    const live = new LiveSet<Member>();
    const looks: string[] = [];
    live.every(100, () => looks.push('often'));
    live.every(1000, () => looks.push('seldom'));
    mock.timers.tick(5000);
    assert.deepEqual(looks, []);
    const members = [new Member(), new Member()] as const;
    for (const member of members) live.add(member);
    mock.timers.tick(250);
    live.delete(members[0]);
    mock.timers.tick(800);
    assert.deepEqual([looks.length, looks.filter((look) => look === 'seldom').length], [11, 1]);
    live.delete(members[1]);
    mock.timers.tick(5000);
    assert.equal(looks.length, 11);
    live.add(members[0]);
    mock.timers.tick(100);
    assert.equal(looks.length, 12);
    live.delete(members[0]);
  });
});
