// `discover` on this machine, with its terminal and its links. Loaded only for that command.
import { discover as search } from '../../discovery/discover.js';
import { readSurroundings } from '../../machine/surroundings.js';
import type { Arguments } from '../arguments.js';
import { discover, type DiscoverContext } from './discover.js';
import { progressLine } from '../terminal/progress-line.js';

export function discoverHere(
  given: Arguments,
  shared: Pick<DiscoverContext, 'environment' | 'terminal' | 'readFile'>,
): Promise<number> {
  return discover(given, {
    ...shared,
    search,
    surroundings: readSurroundings(),
    progress: progressLine(process.stderr),
    isInteractive: process.stdin.isTTY && process.stdout.isTTY,
    onEnter,
  });
}

/** Standard input is read only that long: nothing else may be kept waiting by it. */
export function onEnter(then: () => void): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => undefined;
  stdin.once('data', then).resume();
  return () => {
    stdin.off('data', then).pause();
  };
}
