// The machine that the figures belong to.
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem } from 'node:os';

export interface BenchMachine {
  /** Of a single-board computer, such as "Raspberry Pi 5 Model B Rev 1.0"; otherwise null. */
  readonly board: string | null;
  readonly processor: string;
  readonly processors: number;
  readonly architecture: string;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly node: string;
}

const MODEL = '/proc/device-tree/model';

function board(): string | null {
  // A C string: it ends with a zero.
  return existsSync(MODEL) ? readFileSync(MODEL, 'utf8').replaceAll('\0', '') : null;
}

export function thisMachine(): BenchMachine {
  return {
    board: board(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    processors: availableParallelism(),
    architecture: process.arch,
    memoryBytes: totalmem(),
    kernel: release(),
    node: process.versions.node,
  };
}

const GIB = 2 ** 30;

export function describeMachine(machine: BenchMachine): string {
  const { board: model, processor, processors, architecture, memoryBytes, kernel, node } = machine;
  const name = model === null ? processor : `${model} (${processor})`;
  const memory = `${(memoryBytes / GIB).toFixed(0)} GiB`;
  return `${name}, ${processors} processors, ${architecture}, ${memory}, Linux ${kernel}, Node.js ${node}`;
}
