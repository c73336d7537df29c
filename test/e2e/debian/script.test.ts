// scripts/debian-root.sh: each machine starts fresh, survives a restart, and leaves nothing behind.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DebianRoot, DEBIAN_LIMIT, DEBIAN_SCRIPT, noDebian } from '../../support/debian-root.js';
import { AS_NOBODY, TestBed } from '../../support/test-bed.js';

/** Runs the script to its end. */
function script(words: readonly string[], wrapper: readonly string[] = []) {
  const [file = '', ...rest] = [...wrapper, DEBIAN_SCRIPT, ...words];
  const { status, stdout, stderr } = spawnSync(file, rest, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** The traces of a machine outside it: cgroups, mounts, and processes in its network namespace. */
function traces(bed: TestBed): readonly string[] {
  const { stdout } = spawnSync('findmnt', ['-n', '-o', 'TARGET', '-t', 'cgroup2'], { encoding: 'utf8' });
  const [cgroups = ''] = stdout.split('\n');
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter((line) => !line.includes('nsfs'));
  const pids = spawnSync('ip', ['netns', 'pids', `${bed.prefix}-pi`], { encoding: 'utf8' }).stdout.split(
    '\n',
  );
  return [...readdirSync(cgroups), ...mounts, ...pids].filter(
    (each) => each.includes(bed.prefix) || /^\d+$/.test(each),
  );
}

describe('scripts/debian-root.sh', { skip: noDebian() }, () => {
  let bed: TestBed;
  let root: DebianRoot;

  beforeEach(async () => {
    bed = new TestBed();
    await bed.up();
    root = new DebianRoot(bed);
  }, DEBIAN_LIMIT);

  afterEach(async () => {
    await root.stop();
    await bed.down();
  }, DEBIAN_LIMIT);

  it('boots without failed units, keeps files over a restart, and starts fresh', DEBIAN_LIMIT, async () => {
    const before = traces(bed);
    await root.start();
    assert.equal(await root.tryShell('systemctl is-system-running'), 'running');
    assert.match(await root.exec('nmcli', '-t', '-f', 'device,connection', 'device'), /^wlan0:home$/m);
    assert.match(await root.exec('ip', '-4', '-o', 'address'), /wlan0 +inet 192\.168\.0\.10\/24/);
    await root.write('/etc/kept/file', 'kept');
    const again = script(['up', bed.prefix]);
    assert.equal(again.status, 1);
    assert.match(again.stderr, /^debian-root: \S+ exists already; remove it with: .* down \S+\n$/);
    await root.restart();
    assert.equal(await root.exec('cat', '/etc/kept/file'), 'kept');
    await root.stop();
    assert.deepEqual(traces(bed), before);
    await root.start();
    assert.equal(
      await root.tryShell('ls /etc/kept'),
      "ls: cannot access '/etc/kept': No such file or directory",
    );
  });

  it('removes a machine also after its test bed', DEBIAN_LIMIT, async () => {
    const before = traces(bed);
    await root.start();
    await bed.down();
    await root.stop();
    assert.deepEqual(traces(bed), before);
    assert.deepEqual(script(['down', bed.prefix]), { status: 0, stdout: '', stderr: '' });
  });

  it('returns the output and the exit status of a command', DEBIAN_LIMIT, async () => {
    await root.start();
    assert.deepEqual(script(['exec', bed.prefix, 'sh', '-c', 'echo out; echo err >&2; exit 7']), {
      status: 7,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  it('reports in one line that it needs root, a bed, or a running machine', () => {
    assert.deepEqual(script(['up', bed.prefix], AS_NOBODY).stderr, 'debian-root: needs root\n');
    assert.match(
      script(['up', `${bed.prefix}-none`]).stderr,
      /^debian-root: there is no test bed \S+; .*\n$/,
    );
    const { status, stderr } = script(['exec', bed.prefix, 'true']);
    assert.deepEqual([status, stderr], [1, `debian-root: ${bed.prefix} is not up\n`]);
  });

  it('prints its usage and exits with 2 for wrong arguments', () => {
    for (const words of [[], ['fly'], ['up', 'a', 'b'], ['up', 'A/b'], ['exec', 'a'], ['down', 'a', 'b']]) {
      const { status, stdout, stderr } = script(words);
      assert.deepEqual([status, stdout], [2, ''], words.join(' '));
      assert.match(stderr, /^debian-root: .+\n\nUsage: /, words.join(' '));
    }
  });
});
