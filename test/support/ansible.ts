// Two booted Debians for tests of examples/fleet/ansible, and runs of its playbook on them.
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
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
interface PlayResult {
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
  private readonly keys = scratchFolder();
  private readonly web = path.join(this.folder, 'web');
  private readonly repository = path.join(this.web, 'smgw-proxy');
  private readonly hosts = path.join(this.folder, 'hosts.yaml');

  async start(): Promise<void> {
    await execute(SCRIPT, ['build']);
    const deb = makeDeb(this.folder);
    // One boot at a time, because each loads all processors.
    for (const house of [this.pi1, this.pi2]) {
      await house.build('fresh');
      await house.root.shell(HAN_PROFILE);
      await house.root.shell('apt-get install -y --no-install-recommends python3-apt');
    }
    const repository = await this.offer();
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

  /** Makes a package, and the repository offer it. */
  publish(...options: readonly string[]): void {
    makeDeb(this.repository, ...options);
    const line = `
      apt-ftparchive packages . >Packages
      apt-ftparchive release . >"$GNUPGHOME/release"
      gpg --yes --quiet --local-user packages --output InRelease --clearsign "$GNUPGHOME/release"
      gpgconf --kill all`;
    this.sign(line);
  }

  /** Makes the second house take packages from its laptop alone; returns the variables of the role. */
  private async offer(): Promise<Record<string, string>> {
    mkdirSync(this.repository, { recursive: true });
    this.sign(`
      gpg --batch --quiet --passphrase '' --quick-generate-key packages ed25519 sign never
      gpg --export packages >smgw-proxy.gpg`);
    this.publish();
    await moveCache(this.pi2, path.join(this.web, 'debian'));
    const url = await serveFolder(this.pi2, this.web);
    await useMirror(this.pi2, `${url}/debian`);
    return {
      smgw_proxy_repository: `${url}/smgw-proxy/`,
      smgw_proxy_repository_key: path.join(this.repository, 'smgw-proxy.gpg'),
    };
  }

  /** A part of docs/release.md, in the folder of the repository. */
  private sign(lines: string): void {
    const env = { ...process.env, GNUPGHOME: this.keys };
    execFileSync('bash', ['-euc', lines], { cwd: this.repository, env, stdio: ['ignore', 'ignore', 'pipe'] });
  }
}

function changedIn(said: string): Record<string, number> {
  const recap = said.matchAll(/^(\w+) +: ok=\d+ +changed=(\d+)/gm);
  return Object.fromEntries(Array.from(recap, ([, host = '', count]) => [host, Number(count)]));
}
