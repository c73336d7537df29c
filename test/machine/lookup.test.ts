// Lookups in processes of their own: the addresses as the system gives them, or why there are none.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { text } from 'node:stream/consumers';
import { NameServer } from '../support/name-server.js';
import { missing, notRoot } from '../support/requires.js';
import { turns } from '../support/sockets.js';

const MODULE = new URL('../../src/machine/lookup.js', import.meta.url).href;

/** Looks up names at the same time, prints the first so many results, and exits. */
const PROGRAM = `
  import { lookUp } from ${JSON.stringify(MODULE)};
  process.env.PATH = process.env.LOOKUP_PATH ?? process.env.PATH;
  let [, count, ...names] = process.argv;
  setInterval(() => undefined, 60_000);
  const print = (text) => {
    console.log(text);
    count -= 1;
    if (count === 0) process.exit();
  };
  for (const name of names)
    lookUp(name).then((found) => print([name, ...found].join(' ')), ({ code }) => print(name + ' ' + code));`;

/** Those of all processes. */
function commandLines(): string[] {
  return readdirSync('/proc').flatMap((entry) => {
    try {
      return /^\d+$/.test(entry) ? [readFileSync(`/proc/${entry}/cmdline`, 'utf8')] : [];
    } catch {
      return []; // ended meanwhile
    }
  });
}

const skip = notRoot() || missing('unshare', 'perl');

for (const [how, searched] of [
  ['Perl', undefined],
  ['Node, where Perl is missing', '/nonexistent'],
] as const)
  // Shorter than glibc waits for a silent name server.
  describe(`a lookup by ${how}`, { skip, timeout: 9000 }, () => {
    let server: NameServer;
    before(async () => {
      server = await NameServer.start();
    });
    after(() => server.stop());

    async function results(names: readonly string[], count = names.length): Promise<string[]> {
      const program = [process.execPath, '--input-type=module', '-e', PROGRAM, String(count), ...names];
      const [file = '', ...words] = [...server.wrapper, ...program];
      const env = { ...process.env, ...(searched && { LOOKUP_PATH: searched }) };
      const child = spawn(file, words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
      const [out] = await Promise.all([text(child.stdout), once(child, 'close')]);
      return out.trimEnd().split('\n').sort();
    }

    it('finds names of the hosts file, of a search domain and with underscores, with all addresses', async () => {
      server.names.set('pump.home.test', ['127.0.0.2']);
      server.names.set('smart_meter.test', ['127.0.0.3', '127.0.0.4']);
      assert.deepEqual(await results(['by-file.test', 'pump', 'smart_meter.test']), [
        'by-file.test 127.0.0.1',
        'pump 127.0.0.2',
        'smart_meter.test 127.0.0.3 127.0.0.4',
      ]);
    });

    it('tells a name that does not exist from one that cannot be looked up for now', async () => {
      server.names.set('failing.test', 'failing');
      const found = await results(['failing.test', 'nowhere.test']);
      assert.deepEqual(found, ['failing.test EAI_AGAIN', 'nowhere.test ENOTFOUND']);
    });

    it('waits for no silent name server, nor does an exit, which ends the others', async () => {
      const silent = Array.from({ length: 16 }, (_, index) => `silent${index}.${process.pid}.test`);
      for (const name of silent) server.names.set(name, 'silent');
      const found = await results([...silent, 'by-file.test'], 2);
      assert.deepEqual(found, ['by-file.test 127.0.0.1', `${silent[0] ?? ''} EAI_AGAIN`]);
      while (commandLines().some((words) => words.includes(`.${process.pid}.test`))) await turns(1);
    });
  });
