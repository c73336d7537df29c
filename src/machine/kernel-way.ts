// Asks the kernel by which interface it would send: one ip(8) that answers line by line, because a process each is dear.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { UNKNOWN_WAY, type AskWay, type KernelWay } from '../forward/target/way.js';
import { ownNetworks } from './interfaces.js';
import { objectsIn } from './program-output.js';
import { parseRoute } from './routes.js';

/** It answers in less than a millisecond, or is stuck. */
const LONGEST_MS = 3000;
const NO_ROUTE = 'ENETUNREACH';

type Ip = ChildProcessByStdio<Writable, Readable, Readable>;

interface Question {
  readonly host: string;
  readonly from: string;
  readonly told: Parameters<AskWay>[2][];
}

/** One question at a time, or an error could not be told apart from the answers. */
class RouteQuestions {
  /** In the order of asking. Equal ones that are still to be put get one answer. */
  private readonly waiting = new Map<string, Question>();
  private asked: Question | undefined;
  private ip: Ip | undefined;
  private text = '';
  private timer: NodeJS.Timeout | undefined;

  readonly ask: AskWay = (host, from, told) => {
    const key = `${host} ${from}`;
    const same = this.waiting.get(key);
    if (same === undefined) this.waiting.set(key, { host, from, told: [told] });
    else same.told.push(told);
    this.next();
  };

  private next(): void {
    const [first] = this.waiting;
    if (this.asked !== undefined || first === undefined) return;
    const [key, question] = first;
    this.waiting.delete(key);
    this.asked = question;
    this.text = '';
    this.timer = setTimeout(this.fail, LONGEST_MS);
    this.ip ??= this.start();
    this.ip?.stdin.write(`route get ${question.host} from ${question.from}\n`);
  }

  /** Returns undefined if it cannot be started, which is told later. */
  private start(): Ip | undefined {
    const env = { ...process.env, LC_ALL: 'C', LANGUAGE: 'C' };
    const ip = spawn('ip', ['-j', '-force', '-batch', '-'], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    const ended = (): void => {
      if (this.ip === undefined || this.ip === ip) this.fail();
    };
    ip.on('error', ended).on('exit', ended);
    // Without a descriptor left there are none.
    const pipes = [ip.stdin, ip.stdout, ip.stderr] as (Socket | undefined)[];
    if (pipes.includes(undefined)) return undefined;
    ip.stdin.on('error', ended);
    for (const pipe of [ip.stdout, ip.stderr])
      pipe.on('data', (piece: Buffer) => {
        if (this.ip === ip) this.read(String(piece));
      });
    // It ends with its standard input, and so with this process.
    ip.unref();
    for (const pipe of pipes) pipe?.unref();
    return ip;
  }

  private read(piece: string): void {
    this.text += piece;
    if (/^Command failed /m.test(this.text)) this.tell({ code: NO_ROUTE });
    else if (this.text.endsWith(']\n') && this.asked !== undefined) this.tell(wayIn(this.text, this.asked));
  }

  /** The next question starts another one. */
  private readonly fail = (): void => {
    const { ip } = this;
    this.ip = undefined;
    ip?.kill('SIGKILL');
    this.tell({ code: UNKNOWN_WAY });
  };

  private tell(way: KernelWay): void {
    clearTimeout(this.timer);
    const told = this.asked?.told ?? [];
    this.asked = undefined;
    this.next();
    for (const each of told) each(way);
  }
}

/** An answer to another question is none. */
function wayIn(text: string, { host }: Question): KernelWay {
  try {
    const answer: unknown = JSON.parse(text);
    if (objectsIn(answer)[0]?.dst !== host) return { code: UNKNOWN_WAY };
    return parseRoute(answer) ?? { code: NO_ROUTE };
  } catch {
    return { code: UNKNOWN_WAY };
  }
}

/** Of the routes of this moment, by rules and all tables. ENOSYS without ip(8). */
export const askWay = new RouteQuestions().ask;

export const wayMachine = { ownNetworks, askWay };
