// Starts the built program with a means to ask it how much memory it really needs.
import { once } from 'node:events';
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

/** A trial that is killed can end nobody any more: the program notices that it has got another parent. */
const NOT_ALONE = `const parent = process.ppid;
setInterval(() => { if (process.ppid !== parent) process.exit(1); }, 1000).unref();`;

const PROBE = `data:text/javascript,${encodeURIComponent(ANSWER + NOT_ALONE)}`;
const START = `exec "$0" --expose-gc --import "${PROBE}" "$@"`;

/**
 * Standard error comes among the words of the program.
 *
 * @param wrapper words before the program's own, such as those that give it a CPU of its own
 */
export function startProbed(args: readonly string[], wrapper: readonly string[] = []): Promise<Program> {
  return startProgram(args, { wrapper: [...wrapper, 'bash', '-c', START], stderr: 'pipe' });
}

/** How many bytes a program started by startProbed() needs now. */
export async function neededBytes(program: Program): Promise<number> {
  program.signal('SIGUSR2');
  await program.word(NEEDS);
  const [word] = program.words.splice(
    program.words.findIndex((words) => NEEDS.test(words)),
    1,
  );
  return Number(NEEDS.exec(word ?? '')?.[1]);
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
