// Runs command lines as if they were pasted into a shell.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface ShellResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const LONGEST_MS = 30_000;

/** Without standard input: bash takes the socket Node would give it for a remote login, and runs the user's .bashrc. */
export async function shell(command: string): Promise<ShellResult> {
  const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'], timeout: LONGEST_MS });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { status, stdout, stderr };
}
