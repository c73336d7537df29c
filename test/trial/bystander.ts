// The well-behaved client of the hostile trial, a process of its own: asks, checks the answer, and takes the time.
import { connect, type Socket } from 'node:net';
import { setTimeout as passed } from 'node:timers/promises';
import { errorCode } from '../../src/error-code.js';
import { answerCalls } from '../support/helper-process.js';
import { answerTo, question } from './question.js';

/** A connection for each question or one kept for all, through the program or straight to the target. */
const MEASURES = ['newProxied', 'keptProxied', 'newDirect', 'keptDirect'] as const;
export type Measure = (typeof MEASURES)[number];

interface BystanderTask {
  readonly ms: number;
  readonly proxied: number;
  readonly direct: number;
  /** The first bytes of every connection through the program: a PROXY header, or nothing. */
  readonly preface: string;
}

export interface BystanderResult {
  /** Times in ms: of a new connection from connect() to the end of the answer, else from question to answer. */
  readonly times: Readonly<Record<Measure, number[]>>;
  /** The failures; none of them is the client's fault. */
  readonly failures: string[];
}

/** Used by nothing else in the trial: limits per client must not hit it. */
const ADDRESS = '127.0.0.5';
/** So that the measuring itself is no load. */
const PAUSE_MS = 2;
/** An answer that takes so long does not come; short of that a full accept queue costs some seconds. */
const LONGEST_MS = 60_000;

function open(port: number, preface: string): Socket {
  const socket = connect({ port, host: '127.0.0.1', localAddress: ADDRESS, noDelay: true });
  socket.on('error', () => undefined);
  if (preface !== '') socket.write(preface);
  return socket;
}

/** One question; rejects unless its answer comes and is right. */
function ask(socket: Socket): Promise<void> {
  const asked = question();
  let answer: Buffer = Buffer.alloc(0);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      finish('no answer in time');
    }, LONGEST_MS);
    const finish = (problem?: string): void => {
      clearTimeout(timer);
      socket.off('data', onData).off('close', onClose);
      if (problem === undefined) resolve();
      else reject(new Error(problem));
    };
    const onData = (piece: Buffer): void => {
      answer = Buffer.concat([answer, piece]);
      if (answer.length >= asked.length)
        finish(answer.equals(answerTo(asked)) ? undefined : 'a wrong answer');
    };
    const onClose = (): void => {
      finish(socket.errored === null ? 'closed without an answer' : errorCode(socket.errored));
    };
    socket.on('data', onData).on('close', onClose);
    socket.write(asked);
  });
}

/** Where a measure's questions go. */
interface Route {
  readonly port: number;
  readonly preface: string;
}

/** Takes times until `until`, in turn, so that what disturbs one measure disturbs all. */
class Measuring {
  readonly result: BystanderResult = {
    times: { newProxied: [], keptProxied: [], newDirect: [], keptDirect: [] },
    failures: [],
  };
  private readonly kept = new Map<Measure, Socket>();

  constructor(private readonly task: BystanderTask) {}

  async run(): Promise<BystanderResult> {
    for (const until = performance.now() + this.task.ms; performance.now() < until;)
      for (const measure of MEASURES) await this.take(measure);
    for (const socket of this.kept.values()) socket.destroy();
    return this.result;
  }

  private async take(measure: Measure): Promise<void> {
    try {
      const ms = await (measure.startsWith('new') ? this.askOnNew(measure) : this.askOnKept(measure));
      this.result.times[measure].push(ms);
    } catch (error) {
      this.kept.delete(measure);
      this.result.failures.push(`${measure}: ${(error as Error).message}`);
    }
    await passed(PAUSE_MS);
  }

  private route(measure: Measure): Route {
    const { proxied, direct, preface } = this.task;
    return measure.endsWith('Proxied') ? { port: proxied, preface } : { port: direct, preface: '' };
  }

  private async askOnNew(measure: Measure): Promise<number> {
    const startedAt = performance.now();
    const { port, preface } = this.route(measure);
    const socket = open(port, preface);
    await ask(socket).finally(() => socket.end());
    return performance.now() - startedAt;
  }

  /** The first question on a new connection is not timed. */
  private async askOnKept(measure: Measure): Promise<number> {
    const socket = this.kept.get(measure) ?? (await this.keep(measure));
    const startedAt = performance.now();
    await ask(socket);
    return performance.now() - startedAt;
  }

  private async keep(measure: Measure): Promise<Socket> {
    const { port, preface } = this.route(measure);
    const socket = open(port, preface);
    this.kept.set(measure, socket);
    await ask(socket);
    return socket;
  }
}

const calls = { measure: (task: BystanderTask) => new Measuring(task).run() };
export type BystanderCalls = typeof calls;

answerCalls(calls);
