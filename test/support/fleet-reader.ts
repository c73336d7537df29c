// A reader of a fleet that opens a connection every 50 ms, as no household does, to see each moment of a failover.
import { EventEmitter, once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { BedPlace } from './bed-agent-process.js';
import type { FleetBed } from './fleet-bed.js';

const EVERY_MS = 50;
const PATIENCE_MS = 1000;

/** One connection of the reader; times in ms of performance.now(). */
export interface ReaderVisit {
  readonly begun: number;
  /** The words of the gateway, or undefined: refused, cut, empty, or nothing within a second. */
  readonly answer: string | undefined;
}

export class FleetReader {
  private readonly ended: ReaderVisit[] = [];
  private readonly open = new Set<Promise<void>>();
  private isStopped = false;
  private readonly loop: Promise<void>;
  private readonly news = new EventEmitter();

  constructor(
    private readonly bed: FleetBed,
    private readonly place: BedPlace,
  ) {
    this.loop = this.readOn();
  }

  /** The visits that began at or after `begin`, in that order. */
  since(begin: number): ReaderVisit[] {
    return this.ended.filter(({ begun }) => begun >= begin).sort((a, b) => a.begun - b.begun);
  }

  /** The first visit from `begin` on with such an answer, as soon as it has ended. */
  visit(begin: number, wanted: (answer: string) => boolean): Promise<ReaderVisit> {
    return this.first(begin, ({ answer }) => answer !== undefined && wanted(answer));
  }

  /** The first visit from `begin` on without an answer, as soon as it has ended. */
  failure(begin: number): Promise<ReaderVisit> {
    return this.first(begin, ({ answer }) => answer === undefined);
  }

  private async first(begin: number, wanted: (visit: ReaderVisit) => boolean): Promise<ReaderVisit> {
    for (;;) {
      const found = this.since(begin).find(wanted);
      if (found !== undefined) return found;
      await once(this.news, 'visit');
    }
  }

  /** Resolves once the last visit has ended. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.loop;
    await Promise.all(this.open);
  }

  private async readOn(): Promise<void> {
    while (!this.isStopped) {
      const visit = this.read(performance.now()).then(() => {
        this.open.delete(visit);
        this.news.emit('visit');
      });
      this.open.add(visit);
      await pause(EVERY_MS);
    }
  }

  private async read(begun: number): Promise<void> {
    const answer = await Promise.race([this.ask(), pause(PATIENCE_MS, undefined)]);
    this.ended.push({ begun, answer });
  }

  private async ask(): Promise<string | undefined> {
    const socket = await this.bed.connect('reader', this.place).catch(() => undefined);
    const answer = socket && (await text(socket).catch(() => ''));
    socket?.destroy();
    return answer === '' ? undefined : answer;
  }
}
