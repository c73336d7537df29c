// Looks up names as all programs of this machine do, by getaddrinfo(3), each in a process of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { errorCode } from '../error-code.js';

/** Prints the addresses, with their zones, or the code of the failure. */
const PERL = `
use Socket qw(:addrinfo SOCK_STREAM);
my ($error, @found) = getaddrinfo($ARGV[0], '', { socktype => SOCK_STREAM });
my %code = (EAI_AGAIN, 'EAI_AGAIN', map { $_ => 'ENOTFOUND' } EAI_NONAME, EAI_NODATA, EAI_ADDRFAMILY);
print $code{$error + 0} // 'EAI_FAIL' if $error;
print +(getnameinfo($_->{addr}, NI_NUMERICHOST, NIx_NOSERV))[1], "\\n" for @found;`;

const NODE = `
require('node:dns').lookup(process.argv[1], { all: true }, (error, found) => {
  console.log(error ? error.code : found.map(({ address }) => address).join('\\n'));
});`;

/** Perl takes a fifth of the time, and is on every Debian; Node drops zones. */
const HELPERS = [
  ['perl', PERL],
  [process.execPath, NODE],
] as const;

const REVERSE_PERL = `
use Socket qw(:addrinfo SOCK_STREAM);
my (undef, $found) = getaddrinfo($ARGV[0], '', { socktype => SOCK_STREAM, flags => AI_NUMERICHOST });
my ($error, $name) = $found ? getnameinfo($found->{addr}, NI_NAMEREQD, NIx_NOSERV) : 1;
print $error ? '-' : $name;`;

const REVERSE_NODE = `
require('node:dns').lookupService(process.argv[1], 0, (error, name) => console.log(error ? '-' : name));`;

/** Longer than glibc takes with two silent name servers before the one that answers, in ms. */
const LONGEST_MS = 20_000;
/** Far fewer than TasksMax= of the service. */
const MOST_LOOKUPS = 16;

interface Output {
  readonly lines: readonly string[];
  readonly failure: string;
}

/** The oldest first; it gives way, so that silent name servers keep no other name waiting. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach(end));

function end(child: ChildProcess): void {
  running.delete(child);
  child.kill('SIGKILL');
}

/**
 * The addresses of a name, at least one, in the order to try them in (RFC 6724). Rejects with an error whose `code` is
 * ENOTFOUND for an unknown name, EAI_AGAIN without an answer, EAI_FAIL, or an errno name.
 *
 * Node's `dns.lookup()` would hold one of libuv's four threads for as long as a name server is silent, 10 s and more.
 * It cannot be cancelled, and a process that exits waits for it. A process can be ended.
 */
export async function lookUp(name: string): Promise<readonly string[]> {
  let code = 'EAI_FAIL';
  for (const [program, script] of HELPERS) {
    const { lines, failure } = await run(program, ['-e', script, name]);
    const [first] = lines;
    if (first !== undefined && !first.startsWith('E')) return [...new Set(lines)];
    code = first ?? failure;
    // Without a word the helper itself is missing or broken.
    if (first !== undefined || failure === 'EAI_AGAIN') break;
  }
  throw Object.assign(new Error(code), { code });
}

/** The name that hosts(5) or the name server has for an address; undefined without one. Never rejects. */
export async function nameOf(address: string): Promise<string | undefined> {
  for (const [program, script] of [
    ['perl', REVERSE_PERL],
    [process.execPath, REVERSE_NODE],
  ] as const) {
    const { lines } = await run(program, ['-e', script, address]).catch(() => ({ lines: [] }));
    const [name] = lines;
    if (name !== undefined) return name === '-' ? undefined : name;
  }
  return undefined;
}

/** The lines of standard output; `failure` is the reason if there are none. Rejects if no process can be made. */
function run(program: string, words: readonly string[]): Promise<Output> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'ignore'] });
    const timer = setTimeout(end, LONGEST_MS, child).unref();
    let printed = '';
    // Without descriptors there is no output.
    (child.stdout as Readable | undefined)
      ?.setEncoding('utf8')
      .on('data', (piece: string) => (printed += piece));
    const ended = (failure: string): void => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ lines: printed.split('\n').filter((line) => line !== ''), failure });
    };
    child.on('error', (error) => ended(errorCode(error)));
    child.on('close', (_status, signal) => ended(signal === null ? 'EAI_FAIL' : 'EAI_AGAIN'));
    const [oldest] = running;
    if (oldest !== undefined && running.size >= MOST_LOOKUPS) end(oldest);
    // Without a process ID, which a program that is missing has not got, kill() would end the whole process group.
    if (child.pid !== undefined) running.add(child);
  });
}
