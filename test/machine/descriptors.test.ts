// How many connections fit into the descriptors this process may open.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { connectionCapacity } from '../../src/machine/descriptors.js';

const MODULE = new URL('../../src/machine/descriptors.js', import.meta.url).href;

/** The result of connectionCapacity()(reserved) in a process started with `ulimit -n limit`. */
function capacityUnder(limit: number, reserved: number): number {
  const program = `import(${JSON.stringify(MODULE)}).then((m) => console.log(m.connectionCapacity()(${reserved})))`;
  const shell = `ulimit -n ${limit} && exec "$0" -e "$1"`;
  return Number(execFileSync('sh', ['-c', shell, process.execPath, program], { encoding: 'utf8' }));
}

describe('the capacity for connections', () => {
  it('is two descriptors each, less what is open, reserved and spare', () => {
    const capacity = capacityUnder(128, 0);
    assert.ok(capacity > 20 && capacity < 50, `${capacity}`);
    assert.equal(capacityUnder(128 + 20, 0), capacity + 10);
    assert.equal(capacityUnder(128, 20), capacity - 10);
  });

  it('is never less than one connection', () => {
    assert.equal(connectionCapacity()(Number.MAX_SAFE_INTEGER), 1);
  });
});
