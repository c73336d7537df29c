// The completion that the Debian package installs, as bash uses it: the program is asked at Tab.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { makeDeb, scratchFolder } from '../support/deb.js';
import { MAIN } from '../support/program.js';
import { missing } from '../support/requires.js';

const absent = missing('bash', 'script', 'dpkg-deb');

describe('the completion', { skip: absent, timeout: 60_000 }, () => {
  const unpacked = scratchFolder();
  if (absent === false) spawnSync('dpkg-deb', ['--extract', makeDeb(scratchFolder()), unpacked]);
  const bashScript = path.join(unpacked, 'usr/share/bash-completion/completions/smgw-proxy');

  /** A folder for PATH with the program in it. */
  function programFolder(): string {
    const folder = scratchFolder();
    const file = path.join(folder, 'smgw-proxy');
    writeFileSync(file, `#!/bin/sh\nexec ${process.execPath} ${MAIN} "$@"\n`);
    chmodSync(file, 0o755);
    return folder;
  }

  /** Types into a bash on a terminal, and presses Tab; resolves with the first line that matches. */
  async function typed(text: string, wanted: RegExp, shell = '/bin/bash'): Promise<string> {
    const bash = spawn('script', ['-qec', `env SHELL=${shell} bash --norc --noprofile -i`, '/dev/null'], {
      env: { PATH: `${programFolder()}:${process.env.PATH ?? ''}`, SHELL: '/bin/sh', TERM: 'dumb', PS1: '' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = (async () => {
      let shown = '';
      for await (const chunk of bash.stdout as AsyncIterable<Buffer>) {
        shown += chunk.toString();
        const found = wanted.exec(shown);
        if (found !== null) return found[0];
      }
      return assert.fail(shown);
    })();
    // The typed line runs behind an echo, so that nothing starts.
    bash.stdin.write(`source ${bashScript}\n${text}\t\u0001echo RESULT: \n`);
    try {
      return await lines;
    } finally {
      bash.stdin.end();
      bash.kill('SIGKILL');
      await once(bash, 'close');
    }
  }

  it('finishes a command at Tab', async () => {
    assert.match(await typed('smgw-proxy sta', /^RESULT: .*$/m), /^RESULT: smgw-proxy status\b/);
  });

  it('finishes an option, of a command and of the program alone', async () => {
    assert.match(
      await typed('smgw-proxy check --acc', /^RESULT: .*$/m),
      /^RESULT: smgw-proxy check --accept-certificate\b/,
    );
    assert.match(await typed('smgw-proxy --tar', /^RESULT: .*$/m), /^RESULT: smgw-proxy --target\b/);
  });

  it('finishes a value of a list', async () => {
    assert.match(
      await typed('smgw-proxy run --log-level deb', /^RESULT: .*$/m),
      /^RESULT: smgw-proxy run --log-level debug\b/,
    );
  });

  it('works in bash for a user of another shell as well', async () => {
    assert.match(await typed('smgw-proxy sta', /^RESULT: .*$/m, '/bin/zsh'), /^RESULT: smgw-proxy status\b/);
  });

  it('is there for zsh, which finds it by its first line', () => {
    const text = readFileSync(path.join(unpacked, 'usr/share/zsh/vendor-completions/_smgw-proxy'), 'utf8');
    assert.match(text, /^#compdef smgw-proxy\n/);
    assert.match(text, /SHELL=\/bin\/zsh .*--get-yargs-completions/);
  });

  it('offers the commands in a list', () => {
    const words = [MAIN, '--get-yargs-completions', 'smgw-proxy', ''];
    const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', env: { SHELL: '/bin/bash' } });
    const commands = ['run', 'demo', 'status', 'discover', 'check', 'setup', 'help', 'completion'];
    assert.deepEqual(stdout.trim().split('\n'), commands);
  });
});
