// One run: starts the load, takes all steps, and returns the results.
import type { BenchArguments } from './arguments.js';
import { temporaryFolder } from './children.js';
import { findForwarders } from './forwarders/find.js';
import { startGenerators } from './generators/find.js';
import { judge, ratiosOf } from './judge.js';
import { Load } from './load.js';
import { thisMachine } from './machine.js';
import { raiseDescriptorLimit } from './measure/process.js';
import { Recorder } from './recorder.js';
import { FORMAT, VERSION, type Results } from './results.js';
import { FULL, QUICK } from './settings.js';
import { BenchSteps } from './steps.js';
import { allWorkloads } from './workloads/all.js';
import type { Subject } from './subjects.js';

/** For 10,000 connections, which have two ends in a forwarder. */
const DESCRIPTORS = 32_768;

export async function run({ quick, nodeLoad, work, subjects: wanted }: BenchArguments): Promise<Results> {
  const began = new Date();
  raiseDescriptorLimit(DESCRIPTORS);
  const { forwarders, missing } = findForwarders(wanted);
  const [load, recorder, folder] = [new Load(), new Recorder(), temporaryFolder()];
  await load.start();
  const generators = await startGenerators(load, folder, nodeLoad);
  const bench = { load, generators, settings: quick ? QUICK : FULL, folder };
  const workloads = allWorkloads(bench).map((each) =>
    each.title.includes(work) ? each : { ...each, rounds: 0 },
  );
  const steps = new BenchSteps(bench, recorder, forwarders, workloads).all();
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
    load: workloads.map(({ title, generator }) => ({ workload: title, generator })),
    goals: judge(figures, ratios),
    ratios,
    figures,
  };
}
