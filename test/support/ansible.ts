// Two booted Debians for tests of examples/fleet/ansible, and runs of its playbook on them.
import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeDeb, scratchFolder } from './deb.js';
import { HAN_PROFILE, Installed } from './installed.js';
import { moveCache, serveFolder, useMirror } from './package-mirror.js';

const execute = promisify(execFile);
const CHECKOUT = fileURLToPath(new URL('../../../', import.meta.url));
const SCRIPT = path.join(CHECKOUT, 'scripts/ansible.sh');
const EXAMPLE = path.join(CHECKOUT, 'examples/fleet/ansible');
/** Has ansible.cfg and the connection plugin. */
const FOLDER = path.join(CHECKOUT, 'test/support/ansible');
const INVENTORY = path.join(EXAMPLE, 'inventory.yaml');
export const PLAYBOOK = path.join(EXAMPLE, 'playbook.yaml');

/** The end of a playbook. */
export interface PlayResult {
  readonly code: number;
  readonly said: string;
  /** The changed tasks of each host that it came to. */
  readonly changed: Readonly<Record<string, number>>;
}

/** Both houses of the example's inventory, without smgw-proxy at first. */
export class AnsibleFleet {
  /** Gets a package. */
  readonly pi1 = new Installed();
  /** Gets an apt repository. */
  readonly pi2 = new Installed();
  private readonly folder = scratchFolder();
  private readonly hosts = path.join(this.folder, 'hosts.yaml');

  async start(): Promise<void> {
    await execute(SCRIPT, ['build']);
    const deb = makeDeb(this.folder);
    // One boot at a time, because each loads all processors.
    for (const house of [this.pi1, this.pi2]) {
      await house.build('raspberry-pi-os');
      await house.root.shell(HAN_PROFILE);
      await house.root.shell('apt-get install -y --no-install-recommends python3-apt');
    }
    const repository = await this.offer(deb);
    this.write({
      pi1: { ansible_host: this.pi1.bed.prefix, smgw_proxy_deb: deb },
      pi2: { ansible_host: this.pi2.bed.prefix, ...repository },
    });
  }

  async stop(): Promise<void> {
    await this.pi1.stop();
    await this.pi2.stop();
  }

  /** Ends with the last host, or the first that fails. */
  async play(config: Readonly<Record<string, unknown>>, ...words: readonly string[]): Promise<PlayResult> {
    const variables = JSON.stringify({ smgw_proxy_config: config, smgw_proxy_template: 'config.yaml.j2' });
    try {
      const said = await this.run('ansible-playbook', PLAYBOOK, '--extra-vars', variables, ...words);
      return { code: 0, said, changed: changedIn(said) };
    } catch (error) {
      const { code, stdout } = error as { code: number; stdout: string };
      return { code, said: stdout, changed: changedIn(stdout) };
    }
  }

  /** A program of Ansible with the inventory; rejects with its exit status as `code`, and `stdout`. */
  async run(program: string, ...words: readonly string[]): Promise<string> {
    const inventories = ['-i', INVENTORY, '-i', this.hosts];
    const { stdout } = await execute(SCRIPT, ['run', program, ...inventories, ...words], { cwd: FOLDER });
    return stdout;
  }

  private write(hosts: Readonly<Record<string, object>>): void {
    const vars = { ansible_connection: 'debian_root', ansible_user: 'root' };
    writeFileSync(this.hosts, JSON.stringify({ all: { vars }, smgw_proxy: { hosts, vars } }));
  }

  /** Makes the second house take packages from its laptop alone; returns the variables of the role. */
  private async offer(deb: string): Promise<Record<string, string>> {
    const web = path.join(this.folder, 'web');
    const repository = path.join(web, 'smgw-proxy');
    mkdirSync(repository, { recursive: true });
    copyFileSync(deb, path.join(repository, path.basename(deb)));
    sign(repository);
    await moveCache(this.pi2, path.join(web, 'debian'));
    const url = await serveFolder(this.pi2, web);
    await useMirror(this.pi2, `${url}/debian`);
    return {
      smgw_proxy_repository: `${url}/smgw-proxy/`,
      smgw_proxy_repository_key: path.join(repository, 'smgw-proxy.gpg'),
    };
  }
}

function changedIn(said: string): Record<string, number> {
  const recap = said.matchAll(/^(\w+) +: ok=\d+ +changed=(\d+)/gm);
  return Object.fromEntries(Array.from(recap, ([, host = '', count]) => [host, Number(count)]));
}

/** As in docs/release.md. */
function sign(repository: string): void {
  const line = `
    gpg --batch --quiet --passphrase '' --quick-generate-key packages ed25519 sign never
    gpg --export packages >smgw-proxy.gpg
    apt-ftparchive packages . >Packages
    apt-ftparchive release . >"$GNUPGHOME/release"
    gpg --quiet --local-user packages --output InRelease --clearsign "$GNUPGHOME/release"
    gpgconf --kill all`;
  const env = { ...process.env, GNUPGHOME: scratchFolder() };
  execFileSync('bash', ['-euc', line], { cwd: repository, env, stdio: ['ignore', 'ignore', 'pipe'] });
}
