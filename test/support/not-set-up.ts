// A real Debian with the package installed and nothing set up yet, for tests of `smgw-proxy setup`.
import assert from 'node:assert/strict';
import { DEBIAN_LIMIT } from './debian-root.js';
import { apt, Installed, READING } from './installed.js';
import { filesOf, networkIs, networkOf } from './machine-state.js';

/** For a test that sets up several times. */
export const SETUP_LIMIT = { timeout: DEBIAN_LIMIT.timeout };
/** Without a search, which takes its time. */
export const SETUP = 'LANG=de_DE.UTF-8 smgw-proxy setup --yes --target 10.11.120.2';

/** Made by systemd when the service runs for the first time; they go with the package. */
const SERVICE_FOLDER =
  /^\/var\/(?:log\/(?:private\/)?smgw-proxy|lib\/(?:private\/)?smgw-proxy-service(?:\/.*)?)$/;

/** Programs of a setup, each with words of a call that changes something. */
export const CHANGING: readonly (readonly [program: string, when: string])[] = [
  ['ip', 'address add'],
  ['sh', 'connection add'],
  ['sh', 'connection load'],
  ['nmcli', 'connection up'],
  ['systemctl', 'start'],
];

export class NotSetUp extends Installed {
  private files: readonly string[] = [];
  private network: readonly string[] = [];

  override async start(deb: string): Promise<void> {
    await this.build();
    await this.root.copy(deb, '/root/smgw-proxy.deb');
    await apt(this.root, 'install', '/root/smgw-proxy.deb');
    [this.files, this.network] = [await this.readFiles(), await networkOf(this.root)];
  }

  /** A program before the machine's own of that name, which does something else when its words hold `when`. */
  async instead(program: string, when: string, what: string): Promise<string> {
    const script = `#!/bin/sh\ncase "$*" in *'${when}'*) ${what};; esac\nexec /usr/bin/${program} "$@"\n`;
    await this.root.write(`/root/instead/${program}`, script);
    await this.root.shell(`chmod +x /root/instead/${program}`);
    return 'PATH=/root/instead:$PATH';
  }

  /** Files and network are as they were before any setup, and the service does not run. */
  async isUntouched(): Promise<void> {
    assert.deepEqual(await this.readFiles(), this.files);
    await networkIs(this.root, this.network);
    assert.equal(await this.root.tryShell('systemctl is-active smgw-proxy'), 'inactive');
  }

  /** A setup now leads to a reading. */
  async canBeSetUp(): Promise<void> {
    await this.root.shell(SETUP);
    assert.match(await this.read('192.168.0.10:443'), READING);
  }

  private async readFiles(): Promise<readonly string[]> {
    return (await filesOf(this.root)).filter((line) => !SERVICE_FOLDER.test(line));
  }
}
