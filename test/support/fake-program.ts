// Programs of the test's own, found before those of the machine.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface FakeProgram {
  readonly directory: string;
  /** For PATH: the program's folder before those of the machine. */
  readonly searchPath: string;
  remove(): void;
}

/** A shell script named `name`; `$HERE` in it is its folder, where it may write. */
export function fakeProgram(name: string, script: string): FakeProgram {
  const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
  writeFileSync(path.join(directory, name), `#!/bin/sh\nHERE=${directory}\n${script}\n`, { mode: 0o755 });
  return {
    directory,
    searchPath: `${directory}:${process.env.PATH ?? ''}`,
    remove: () => {
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
