// Starts the built program with a means to ask it how much memory it needs, and compares two such answers.
import { once } from 'node:events';
import { residentBytes } from '../../bench/measure/process.js';
import { startProgram, type Program } from '../support/program.js';

/**
 * SIGUSR2 makes the program collect its garbage and say how many bytes are left, objects and buffers. Of itself V8
 * has no reason to collect while nothing happens, and its memory of two quiet moments could not be compared.
 */
const ANSWER = `process.on("SIGUSR2", () => {
  gc(); gc();
  const { heapUsed, external } = process.memoryUsage();
  console.error("needs", heapUsed + external);
});`;
const NEEDS = /^needs (\d+)$/;

/** A trial that is killed cannot end the program: it ends itself when it has another parent. */
const NOT_ALONE = `const parent = process.ppid;
setInterval(() => { if (process.ppid !== parent) process.exit(1); }, 1000).unref();`;

const PROBE = `data:text/javascript,${encodeURIComponent(ANSWER + NOT_ALONE)}`;
const START = `exec "$0" --expose-gc --import "${PROBE}" "$@"`;

/** Standard error comes among the words of the program. */
export function startProbed(wire: string, args: readonly string[]): Promise<Program> {
  return startProgram(['--wire', wire, ...args], { wrapper: ['bash', '-c', START], stderr: 'pipe' });
}

/** Of an idle program. */
export interface MemoryUse {
  /** Objects and buffers after a garbage collection. */
  readonly neededBytes: number;
  readonly residentBytes: number;
}

/**
 * By how much the memory of a healthy program differs from one quiet moment to the next, in bytes. Its needs hardly
 * do (compiled code, the last lines of the log), so a leak of 1 KiB in each connection shows after 3,000. The resident
 * memory does, because freed pages stay with the process: it is for leaks outside of V8 only.
 */
const NEEDED_TOLERANCE = 3 * 2 ** 20;
const RESIDENT_TOLERANCE = 96 * 2 ** 20;

/** NaN for a program that has ended. */
export async function memoryOf(program: Program): Promise<MemoryUse> {
  if (!isAlive(program)) return { neededBytes: NaN, residentBytes: NaN };
  program.signal('SIGUSR2');
  await program.word(NEEDS);
  const at = program.words.findIndex((words) => NEEDS.test(words));
  const [word = ''] = program.words.splice(at, 1);
  return { neededBytes: Number(NEEDS.exec(word)?.[1]), residentBytes: residentBytes(program.pid) };
}

/** A sentence for each figure that has grown too much. */
export function growth(before: MemoryUse, after: MemoryUse): string[] {
  const needed = after.neededBytes - before.neededBytes;
  const resident = after.residentBytes - before.residentBytes;
  return [
    ...(needed > NEEDED_TOLERANCE ? [`it needs ${needed} bytes more than before`] : []),
    ...(resident > RESIDENT_TOLERANCE ? [`its resident memory grew by ${resident} bytes`] : []),
  ];
}

/** For people. */
export function memoryText({ neededBytes, residentBytes: resident }: MemoryUse): string {
  const [needed, all] = [neededBytes, resident].map((bytes) => (bytes / 2 ** 20).toFixed(1));
  return `${needed} MiB without garbage (${all} MiB resident)`;
}

/** Ends it and waits for its last line, too; the exit status. */
export async function stopProbed(program: Program): Promise<number | null> {
  if (!isAlive(program)) return program.exit();
  const closed = once(program.child, 'close');
  const status = await program.stop();
  await closed;
  return status;
}

export function isAlive({ child }: Program): boolean {
  return child.exitCode === null && child.signalCode === null;
}
