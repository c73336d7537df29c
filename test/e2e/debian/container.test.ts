// The container image: made from the package without a registry, and run as packaging/container says. With SMGW_PROXY_ARCH
// it is that of another processor, under emulation.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { packageVersion } from '../../../src/machine/package.js';
import { makeDeb, scratchFolder } from '../../support/deb.js';
import { ROOT } from '../../support/pages.js';
import { missing, notRoot } from '../../support/requires.js';
import { TestBed } from '../../support/test-bed.js';

const execute = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('../../../../scripts/container-image.sh', import.meta.url));
const IMAGE = 'localhost/smgw-proxy';
const ARCH = process.env.SMGW_PROXY_ARCH;
const LIMIT = { timeout: ARCH ? 800_000 : 300_000 };
const skip = notRoot() || missing('podman', 'buildah', 'runc', 'debootstrap', 'curl');

interface Compose {
  readonly services: {
    readonly 'smgw-proxy': {
      readonly network_mode: string;
      readonly read_only: boolean;
      readonly cap_drop: readonly string[];
      readonly security_opt: readonly string[];
      readonly mem_limit: string;
      readonly pids_limit: number;
    };
  };
}

/** The limits of compose.yaml, as podman's words. The translated code of QEMU needs memory of its own. */
function limits(): string[] {
  const file = readFileSync(path.join(ROOT, 'packaging/container/compose.yaml'), 'utf8');
  const service = (parse(file) as Compose).services['smgw-proxy'];
  assert.equal(service.read_only, true);
  return [
    ...['--network', service.network_mode, '--read-only', '--memory', ARCH ? '512m' : service.mem_limit],
    ...service.cap_drop.flatMap((each) => ['--cap-drop', each]),
    ...service.security_opt.flatMap((each) => ['--security-opt', each]),
    ...['--pids-limit', String(service.pids_limit)],
  ];
}

describe('the container image', { skip }, () => {
  const bed = new TestBed();
  const name = bed.prefix;
  // Not by "ip netns exec", which mounts /sys anew, without cgroups.
  const podman = async (...words: readonly string[]): Promise<string> => {
    const { stdout } = await execute('nsenter', [
      `--net=/run/netns/${bed.prefix}-pi`,
      ...[SCRIPT, 'podman', ...words],
    ]);
    return stdout.trim();
  };
  /** That of the image, without its limit of time, which is too short for an emulation. */
  const healthCommand = async (): Promise<string[]> => {
    const health = await podman('image', 'inspect', '--format', '{{json .HealthCheck}}', IMAGE);
    const [kind, ...command] = (JSON.parse(health) as { Test: string[] }).Test;
    assert.equal(kind, 'CMD');
    return command;
  };

  before(async () => {
    await execute(SCRIPT, ['image', makeDeb(scratchFolder())]);
    await bed.up();
    await bed.simulateGateway();
    const config = path.join(scratchFolder(), 'config.yaml');
    writeFileSync(config, 'listen: 8443\ntarget: 10.11.120.2\nadmin: 127.0.0.1:8081\n', { mode: 0o644 });
    // This machine's own limits may be lower than those that podman asks for.
    const ours = ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024'];
    const volume = `${config}:/etc/smgw-proxy/config.yaml:ro`;
    // podman has the health asked by timers of systemd, which a machine without it lacks.
    const health = ['--health-interval', 'disable'];
    await podman('run', '--detach', '--name', name, ...limits(), ...ours, ...health, '-v', volume, IMAGE);
  }, LIMIT);

  after(async () => {
    spawnSync(SCRIPT, ['podman', 'rm', '--force', '--time', '0', name]);
    await bed.down();
  });

  it('is made for one processor, and its program runs there', LIMIT, async () => {
    const arch = ARCH ?? (await execute('dpkg', ['--print-architecture'])).stdout.trim();
    assert.equal(await podman('image', 'inspect', '--format', '{{.Architecture}}', IMAGE), arch);
    const node = arch === 'amd64' ? 'x64' : arch;
    assert.equal(await podman('exec', name, 'node', '--print', 'process.arch'), node);
    assert.equal(await podman('exec', name, 'smgw-proxy', '--version'), packageVersion());
  });

  it('is read through from the home', LIMIT, async () => {
    const url = 'https://192.168.0.10:8443/smgw/m2m';
    const retry = ['--retry', '50', '--retry-all-errors', '--retry-delay', '1'];
    const status = await bed.run(
      'homeassistant',
      ...['curl', '-sk', ...retry, '-o', '/dev/null', '-w', '%{http_code}', url],
    );
    assert.equal(status, '401');
  });

  it('has no rights, no name, and nothing to write to', LIMIT, async () => {
    const pid = await podman('inspect', '--format', '{{.State.Pid}}', name);
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    assert.match(status, /^Uid:\t65532\t65532\t65532\t65532$/m);
    assert.match(status, /^CapEff:\t0+$/m);
    assert.match(status, /^CapBnd:\t0+$/m);
    assert.match(status, /^NoNewPrivs:\t1$/m);
    await assert.rejects(podman('exec', name, 'touch', '/etc/smgw-proxy/x'));
    await assert.rejects(podman('exec', name, 'touch', '/usr/lib/smgw-proxy/x'));
  });

  it('is healthy, and ends in order', LIMIT, async () => {
    if (ARCH) await podman('exec', name, ...(await healthCommand()));
    else await podman('healthcheck', 'run', name);
    await podman('stop', '--time', '20', name);
    assert.equal(await podman('inspect', '--format', '{{.State.ExitCode}}', name), '0');
  });
});

describe('scripts/container-image.sh', { skip }, () => {
  const build = (settings: Readonly<Record<string, string>>): [number | null, string] => {
    const env = { ...process.env, SMGW_PROXY_CACHE: scratchFolder(), ...settings };
    const { status, stderr } = spawnSync(SCRIPT, ['build'], { env, encoding: 'utf8' });
    return [status, stderr];
  };

  it('keeps no Debian that debootstrap could not make', () => {
    const cache = scratchFolder();
    const [status, stderr] = build({ SMGW_PROXY_CACHE: cache, SMGW_PROXY_DEBIAN: 'nonesuch' });
    assert.equal(status, 1);
    assert.match(stderr, /^container-image: could not be made, see .*$/m);
    assert.deepEqual(readdirSync(cache), ['container-image.lock', 'container-image.log']);
  });

  it('names the processors that it can make an image for', () => {
    const expected = 'container-image: SMGW_PROXY_ARCH: expected amd64 or arm64, got z80\n';
    assert.deepEqual(build({ SMGW_PROXY_ARCH: 'z80' }), [1, expected]);
  });
});
