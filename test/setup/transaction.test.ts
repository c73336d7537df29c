// A transaction changes a machine completely or not at all, through failures and kills, and undoes it on request.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Action } from '../../src/setup/action.js';
import { Journal, JournalError, type JournalEntry } from '../../src/setup/journal.js';
import { DyingJournal, Machine, switching } from './machine.js';

const NEVER = new AbortController().signal;

describe('a transaction', () => {
  let machine: Machine;

  beforeEach(() => {
    machine = new Machine();
  });

  afterEach(() => {
    machine.remove();
  });

  const file = (name: string, content: string): Action => ({
    kind: 'config',
    file: { path: machine.path(name), content },
    run: [['on', `${name}-${content}`]],
    undo: [['off', `${name}-${content}`]],
  });

  /** A plan with an existing file, and a new one in new folders that is written twice. */
  function plan(): Action[] {
    writeFileSync(machine.path('old'), 'before\n');
    chmodSync(machine.path('old'), 0o640);
    return [
      switching('profile'),
      file('old', 'after\n'),
      file('deep/er/new', 'new\n'),
      file('deep/er/new', 'newer\n'),
      switching('service'),
    ];
  }

  it('does all actions in order, and undoes them in the reverse order', async () => {
    const actions = plan();
    const before = machine.state();
    assert.deepEqual(await machine.transaction().perform(actions, NEVER), { ok: true });
    assert.equal(readFileSync(machine.path('deep/er/new'), 'utf8'), 'newer\n');
    assert.notDeepEqual(machine.state(), before);
    machine.ran.length = 0;
    assert.deepEqual(await machine.transaction().undoAll(), []);
    assert.deepEqual(machine.state(), before);
    assert.deepEqual(
      machine.ran,
      [...actions].reverse().flatMap(({ undo }) => undo.map((command) => command.join(' '))),
    );
  });

  it('undoes setup by setup, the last first', async () => {
    const states = [machine.state()];
    for (const at of ['2026-11-01T10:00:00Z', '2026-11-02T10:00:00Z', '2026-11-03T10:00:00Z']) {
      const actions = [file('old', at), switching(at)];
      assert.deepEqual(await machine.transaction(undefined, at).perform(actions, NEVER), { ok: true });
      states.push(machine.state());
    }
    for (const state of states.slice(0, -1).reverse()) {
      assert.deepEqual(await machine.transaction().undoLast(), []);
      assert.deepEqual(machine.state(), state);
    }
  });

  it('undoes one link alone, and the others without what belongs to it', async () => {
    const second = { ...switching('second'), link: 'eth2' };
    const third = { ...switching('third'), link: 'eth3' };
    await machine.transaction().perform([switching('first'), second, file('list', '2'), third], NEVER);
    machine.ran.length = 0;
    const rewrite = (entry: JournalEntry): JournalEntry[] => (entry.file === undefined ? [entry] : []);
    assert.deepEqual(await machine.transaction().undoLink('eth2', rewrite), []);
    assert.deepEqual(machine.ran, ['off second']);
    const { entries, finished } = await new Journal(machine.journalFile).read();
    assert.deepEqual([entries.map(({ link }) => link), finished], [[undefined, 'eth3'], 2]);
    machine.ran.length = 0;
    await machine.transaction().undoAll();
    assert.deepEqual(machine.ran, ['off third', 'off first']);
  });

  it('restores everything when any command fails', async () => {
    const actions = plan();
    const before = machine.state();
    const commands = actions.flatMap(({ run }) => run).length;
    for (let works = 0; works < commands; works += 1) {
      machine.works = works;
      const result = await machine.transaction().perform(actions, NEVER);
      assert.deepEqual(result.ok ? [] : [result.failure.kind, result.leftovers], ['command', []]);
      assert.deepEqual(machine.state(), before, `${works} commands`);
    }
  });

  it('restores everything when it is interrupted at any command', async () => {
    const actions = plan();
    const before = machine.state();
    for (let works = 0; works < actions.length; works += 1) {
      const controller = new AbortController();
      machine.works = works;
      machine.breakdown = () => {
        controller.abort();
        return { status: 0, said: '' };
      };
      const result = await machine.transaction().perform(actions, controller.signal);
      assert.ok(!result.ok && result.failure.kind === 'interrupted');
      assert.deepEqual(machine.state(), before, `${works} commands`);
    }
  });

  it('restores everything at the next start when it is killed at any command', async () => {
    const actions = plan();
    const before = machine.state();
    for (let works = 0; works < actions.length; works += 1) {
      machine.works = works;
      machine.breakdown = () => {
        throw new Error('killed');
      };
      await assert.rejects(machine.transaction().perform(actions, NEVER), { message: 'killed' });
      assert.deepEqual(await machine.transaction().undoUnfinished(), []);
      assert.deepEqual(machine.state(), before, `${works} commands`);
    }
  });

  it('restores everything at the next start when it is killed at any write of the journal', async () => {
    const actions = plan();
    const before = machine.state();
    for (let writes = 0; writes <= actions.length; writes += 1) {
      const journal = new DyingJournal(machine.journalFile, writes);
      void machine.transaction(journal).perform(actions, NEVER);
      await journal.death;
      assert.deepEqual(await machine.transaction().undoUnfinished(), []);
      assert.deepEqual(machine.state(), before, `${writes} writes`);
    }
  });

  it('restores everything for arbitrary plans and contents', async () => {
    const name = fc.constantFrom('a', 'b', 'c/d', 'c/e/f');
    const action = fc.oneof(
      name.map(switching),
      fc.tuple(name, fc.string()).map(([to, content]) => file(`${to}.txt`, content)),
    );
    const run = async (actions: readonly Action[], works: number): Promise<void> => {
      const before = machine.state();
      machine.works = works;
      const result = await machine.transaction().perform(actions, NEVER);
      machine.works = Infinity;
      if (result.ok) await machine.transaction().undoAll();
      assert.deepEqual(machine.state(), before);
    };
    await fc.assert(fc.asyncProperty(fc.array(action, { maxLength: 6 }), fc.nat(6), run), { numRuns: 100 });
  });

  it('stays when a later one fails, and is undone together with it', async () => {
    const before = machine.state();
    await machine.transaction().perform([switching('first'), file('f', 'one')], NEVER);
    const between = machine.state();
    machine.works = 1;
    const failing = [file('f', 'two'), switching('second')];
    assert.equal((await machine.transaction().perform(failing, NEVER)).ok, false);
    assert.deepEqual(machine.state(), between);
    assert.equal((await machine.transaction().perform(failing, NEVER)).ok, true);
    assert.equal(readFileSync(machine.path('f'), 'utf8'), 'two');
    await machine.transaction().undoAll();
    assert.deepEqual(machine.state(), before);
  });

  it('does nothing and reports it when the journal cannot be written', async () => {
    writeFileSync(machine.path('state'), 'a file where the folder should be');
    const result = await machine.transaction().perform([switching('profile')], NEVER);
    assert.ok(!result.ok && result.failure.kind === 'journal');
    assert.ok(!machine.ran.includes('on profile'));
  });

  it('restores everything when a file cannot be written', async () => {
    writeFileSync(machine.path('folder'), 'a file where a folder should be');
    const before = machine.state();
    const result = await machine.transaction().perform([switching('profile'), file('folder/f', 'x')], NEVER);
    assert.ok(!result.ok && result.failure.kind === 'file');
    assert.deepEqual(machine.state(), before);
  });

  it('keeps a failed undo in the journal, and tries it again', async () => {
    const before = machine.state();
    await machine.transaction().perform([switching('one'), switching('two')], NEVER);
    machine.works = 0;
    const left = await machine.transaction().undoAll();
    assert.deepEqual(
      left.map((failure) => failure.kind === 'command' && failure.command),
      [['off', 'two']],
    );
    assert.deepEqual(await machine.transaction().undoUnfinished(), []);
    assert.deepEqual(machine.state(), before);
  });

  it('keeps a later edit of the user beside the restored file', async () => {
    writeFileSync(machine.path('f'), 'before');
    await machine.transaction().perform([file('f', 'ours')], NEVER);
    writeFileSync(machine.path('f'), 'theirs');
    await machine.transaction().undoAll();
    assert.equal(readFileSync(machine.path('f'), 'utf8'), 'before');
    assert.equal(readFileSync(machine.path('f.kept'), 'utf8'), 'theirs');
  });

  it('keeps a file that only root may read from everybody else, also in the journal', async () => {
    writeFileSync(machine.path('f'), 'password', { mode: 0o600 });
    await machine.transaction().perform([file('f', 'ours')], NEVER);
    const modes = [machine.path('f'), machine.journalFile].map((each) => statSync(each).mode & 0o777);
    assert.deepEqual(modes, [0o600, 0o600]);
    await machine.transaction().undoAll();
    assert.equal(statSync(machine.path('f')).mode & 0o777, 0o600);
  });

  it('writes through no symbolic link, and copies no file behind one into the journal', async () => {
    writeFileSync(machine.path('victim'), 'precious', { mode: 0o600 });
    symlinkSync(machine.path('victim'), machine.path('f'));
    const before = machine.state();
    const result = await machine.transaction().perform([file('f', 'ours')], NEVER);
    assert.ok(!result.ok && result.failure.kind === 'file');
    assert.deepEqual([result.failure.code, result.leftovers, machine.state()], ['ELOOP', [], before]);
  });

  it('undoes a temporary action at once, also after an error', async () => {
    const before = machine.state();
    const look = switching('look');
    assert.equal(
      await machine.transaction().during(look, () => Promise.resolve(machine.ran.at(-1))),
      'on look',
    );
    assert.deepEqual(machine.state(), before);
    const wrong = machine.transaction().during(look, () => Promise.reject(new Error('wrong')));
    await assert.rejects(wrong, { message: 'wrong' });
    assert.deepEqual(machine.state(), before);
    machine.works = 0;
    assert.equal(await machine.transaction().during(look, () => Promise.resolve('seen')), undefined);
  });

  it('refuses a malformed journal', async () => {
    mkdirSync(machine.path('state'));
    for (const text of ['', '{', '[]', '{"version":2,"entries":[],"finished":0}']) {
      writeFileSync(machine.journalFile, text);
      await assert.rejects(new Journal(machine.journalFile).read(), JournalError);
    }
  });

  it('counts the undo of a missing profile as done', async () => {
    const gone: Action = {
      kind: 'profile',
      run: [],
      undo: [['nmcli', 'connection', 'delete', 'uuid', 'x']],
    };
    await machine.transaction().perform([gone], NEVER);
    machine.works = 0;
    machine.breakdown = () => ({ status: 10, said: 'Error: unknown connection' });
    assert.deepEqual(await machine.transaction().undoAll(), []);
  });
});
