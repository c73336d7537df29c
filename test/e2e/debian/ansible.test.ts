// examples/fleet/ansible with real Ansible and two Debians: one by a package, the other one by an apt repository.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { AnsibleFleet, PLAYBOOK } from '../../support/ansible.js';
import { noDebian } from '../../support/debian-root.js';
import { CONFIG_FILE, type Installed, READING } from '../../support/installed.js';
import { missing } from '../../support/requires.js';

/** Ansible starts Python for each task, and the first run makes its Debian. */
const LIMIT = { timeout: 600_000 };
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const LATER = `${version}+later`;
const OPTIONS = { listen: [443], target: '10.11.120.2', admin: '127.0.0.1:8081' };
const MORE = { ...OPTIONS, listen: [443, 8443] };
const READINESS = 'fetch("http://127.0.0.1:8081/readyz").then(({ status }) => console.log(status))';

const needed = missing('python3', 'apt-ftparchive', 'gpg');

describe('the Ansible role', { skip: noDebian() || needed }, () => {
  const fleet = new AnsibleFleet();
  const { pi1, pi2 } = fleet;
  const both = [pi1, pi2];

  // Each test goes on where the one before has ended: two machines boot in a minute.
  before(() => fleet.start(), LIMIT);
  after(() => fleet.stop(), LIMIT);

  /** The file and the process, which change with each write and each restart. */
  async function standing(house: Installed): Promise<string[]> {
    const file = await house.root.shell(`cat ${CONFIG_FILE}; stat -c '%i %y' ${CONFIG_FILE}`);
    return [file, await house.property('MainPID'), await house.property('ActiveState')];
  }

  it('installs and configures one after the other, and the second time changes nothing', LIMIT, async () => {
    await fleet.run('ansible-playbook', '--syntax-check', PLAYBOOK);
    const first = await fleet.play(OPTIONS);
    assert.equal(first.code, 0, first.said);
    for (const house of both) assert.match(await house.read('192.168.0.10:443'), READING);
    const before = await Promise.all(both.map(standing));
    const second = await fleet.play(OPTIONS);
    assert.equal(second.code, 0, second.said);
    assert.deepEqual(second.changed, { pi1: 0, pi2: 0 }, second.said);
    assert.deepEqual(await Promise.all(both.map(standing)), before);
  });

  it('copies the example of a configuration as it is', LIMIT, async () => {
    const words = ['src={{ smgw_proxy_template }}', 'dest=/root/example.yaml'];
    await fleet.run('ansible', 'pi1', '-m', 'ansible.builtin.template', '-a', words.join(' '));
    const example = readFileSync('examples/fleet/config.yaml', 'utf8');
    assert.equal(await pi1.root.exec('cat', '/root/example.yaml'), example);
  });

  it('reloads a changed configuration, without a restart', LIMIT, async () => {
    const before = await Promise.all(both.map((house) => house.property('MainPID')));
    const { code, said, changed } = await fleet.play(MORE);
    assert.equal(code, 0, said);
    // The file, and the reload.
    assert.deepEqual(changed, { pi1: 2, pi2: 2 }, said);
    for (const house of both) assert.match(await house.read('192.168.0.10:8443'), READING);
    assert.deepEqual(await Promise.all(both.map((house) => house.property('MainPID'))), before);
  });

  it('upgrades from the repository, with a restart', LIMIT, async () => {
    const process = await pi2.property('MainPID');
    fleet.publish('--version', LATER);
    const { code, said, changed } = await fleet.play(MORE);
    assert.equal(code, 0, said);
    assert.deepEqual(changed, { pi1: 0, pi2: 1 }, said);
    assert.equal(await pi2.root.exec('dpkg-query', '-W', '-f', '${Version}', 'smgw-proxy'), LATER);
    assert.notEqual(await pi2.property('MainPID'), process);
    assert.match(await pi2.read('192.168.0.10:8443'), READING);
  });

  it('refuses a bad configuration before a service sees it', LIMIT, async () => {
    const before = await Promise.all(both.map(standing));
    const { code, said, changed } = await fleet.play({ ...MORE, listen: ['never'] });
    assert.equal(code, 2, said);
    assert.match(said, /failed to validate[^]*never/);
    assert.deepEqual(changed, { pi1: 0 });
    assert.deepEqual(await Promise.all(both.map(standing)), before);
    assert.match(await pi1.read('192.168.0.10:8443'), READING);
  });

  it('ends with the first that does not become ready', LIMIT, async () => {
    const before = await standing(pi2);
    await pi1.bed.change('pull');
    await pi1.says(`node -e '${READINESS}'`, /503/);
    const { code, said, changed } = await fleet.play(OPTIONS, '--extra-vars', 'smgw_proxy_ready_tries=1');
    assert.equal(code, 2, said);
    assert.match(said, /"reason": "target-down"/);
    assert.deepEqual(changed, { pi1: 2 });
    assert.deepEqual(await standing(pi2), before);
  });
});
