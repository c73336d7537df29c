// The state of a target: when it counts as down, when it is up again, and what its observers hear.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { meansDown, OUTCOMES, type Outcome } from '../../../src/forward/outcome.js';
import { REFUSED, TargetScene } from '../../support/target-scene.js';

describe('a target', () => {
  it('is down after a connect that failed because of it, and after no other', () => {
    const down = OUTCOMES.filter((outcome) => {
      const scene = TargetScene.reached(1);
      scene.target.failed({ outcome, code: 'ECODE' });
      const { outage } = scene.target;
      scene.target.ignore(scene.observer);
      if (outage !== undefined) assert.deepEqual(outage, { outcome, code: 'ECODE' });
      return outage !== undefined;
    });
    const expected = ['target-refused', 'target-timeout', 'target-unreachable'] as const;
    const ofTls = ['target-tls-failed', 'target-certificate-changed'] as const;
    assert.deepEqual(down, [...expected, ...ofTls] satisfies Outcome[]);
    assert.deepEqual(down, OUTCOMES.filter(meansDown));
  });

  it('is not down as long as a connection to it is live', () => {
    const scene = TargetScene.reached(1);
    for (let i = 0; i < 2; i += 1) scene.connected();
    scene.target.failed(REFUSED);
    scene.disconnected();
    scene.target.failed(REFUSED);
    assert.deepEqual([scene.isDown, scene.told], [false, []]);
    scene.disconnected();
    scene.target.failed(REFUSED);
    assert.equal(scene.isDown, true);
    scene.target.ignore(scene.observer);
  });

  it('is never down without observers, and the first one hears what was found out before', () => {
    const scene = TargetScene.reached(1);
    scene.target.ignore(scene.observer);
    scene.target.failed(REFUSED);
    assert.deepEqual([scene.isDown, scene.target.isUp, scene.told], [false, false, []]);
    scene.target.observe(scene.observer);
    assert.deepEqual(scene.told, ['reporter target-refused', 'observer target-refused']);
    scene.target.ignore(scene.observer);
  });

  it('is down beside live connections when there is no way to it, unless they have just been answered', () => {
    const scene = TargetScene.reached(1);
    scene.connected();
    scene.target.failed({ outcome: 'target-timeout', code: 'ETIMEDOUT' });
    assert.equal(scene.isDown, false, 'a gateway of one session may leave another one unanswered');
    scene.silentMs = 2999;
    scene.target.failed({ outcome: 'target-unreachable', code: 'EHOSTUNREACH' });
    assert.equal(scene.isDown, false);
    scene.silentMs = 3000;
    scene.target.failed({ outcome: 'target-unreachable', code: 'EHOSTUNREACH' });
    assert.equal(scene.isDown, true);
    scene.target.ignore(scene.observer);
  });

  it('is up again with any connection, and each observer hears each change once', () => {
    const scene = TargetScene.reached(1);
    const second = scene.listener('second');
    scene.target.observe(second);
    scene.target.failed(REFUSED);
    scene.target.failed({ outcome: 'target-timeout', code: 'ETIMEDOUT' });
    assert.deepEqual(
      scene.told.splice(0),
      ['reporter', 'observer', 'second'].map((who) => `${who} target-refused`),
    );
    assert.deepEqual(scene.target.outage, REFUSED);
    scene.connected();
    scene.connected();
    assert.deepEqual(scene.told, ['reporter up', 'observer up', 'second up']);
    assert.equal(scene.isDown, false);
  });

  it('is looked for as long as it has observers, and then leaves nothing behind', () => {
    const scene = TargetScene.reached(1);
    const second = scene.listener('second');
    scene.target.observe(second);
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    // Other tests of this process may have left some that are about to end.
    const others = timers();
    scene.target.failed(REFUSED);
    scene.target.ignore(scene.observer);
    assert.deepEqual([scene.isDown, timers()], [true, others + 1]);
    scene.target.ignore(second);
    assert.deepEqual([scene.isDown, timers()], [false, others]);
    assert.ok(!scene.told.some((each) => each.endsWith('up')), 'it is unknown whether it is up');
  });
});
