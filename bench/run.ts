// One run: starts the load, takes all steps, and returns the results.
import { temporaryFolder } from './children.js';
import { findForwarders } from './forwarders/find.js';
import { judge, ratiosOf } from './judge.js';
import { Load } from './load.js';
import { thisMachine } from './machine.js';
import { Recorder } from './recorder.js';
import { FORMAT, VERSION, type Results } from './results.js';
import { FULL, QUICK } from './settings.js';
import { BenchSteps } from './steps.js';
import type { Subject } from './subjects.js';

export async function run(quick: boolean): Promise<Results> {
  const began = new Date();
  const { forwarders, missing } = findForwarders();
  const [load, recorder] = [new Load(), new Recorder()];
  await load.start();
  const bench = { load, settings: quick ? QUICK : FULL, folder: temporaryFolder() };
  const steps = new BenchSteps(bench, recorder, forwarders).all();
  for (const [done, { title, run: take }] of steps.entries()) {
    const kind = title.replace(/, round .*/, '');
    const isNew = !steps[done - 1]?.title.startsWith(kind);
    if (isNew) console.error(`${Math.floor((done / steps.length) * 100)} % ${kind}`);
    await take();
  }
  await load.end();
  const subjects: Subject[] = ['direct', ...forwarders.map(({ id }) => id), 'node'];
  const figures = recorder.figures(subjects);
  const ratios = ratiosOf(figures);
  return {
    format: FORMAT,
    version: VERSION,
    date: began.toISOString(),
    seconds: (Date.now() - began.getTime()) / 1000,
    quick,
    machine: thisMachine(),
    forwarders: forwarders.map(({ id, version }) => ({ id, version })),
    missing,
    goals: judge(figures, ratios),
    ratios,
    figures,
    bytes: recorder.bytes,
  };
}
