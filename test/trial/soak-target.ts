// The target of the soak, a process of its own: answers each connection by its plan, stops and starts when called.
import { createServer, type Server } from 'node:net';
import { answerCalls, tellNews } from '../support/helper-process.js';
import { CAREFUL } from '../support/sockets.js';
import { End, type EndReport } from './end.js';
import { FIRST_NAMELESS, planFor, type CutKind, type PlanLimits } from './plan.js';

export interface TargetReport extends EndReport {
  /** The plan acted out: the client's, or one of the target's own for a client that sent no number; else negative. */
  readonly plan: number;
}

/** Sent in bundles, because a message costs more than its contents. */
export type TargetNews = readonly TargetReport[];
const BUNDLE_MS = 100;

const live = new Set<End>();
let server: Server | undefined;
let nextNameless = FIRST_NAMELESS;
let reports: TargetReport[] = [];

async function listen(port: number, limits: PlanLimits): Promise<void> {
  const next = createServer(CAREFUL, (socket) => {
    let plan = -1;
    const end = new End(socket, 'target', limits, (heard) => {
      plan = heard ?? nextNameless++;
      void end.follow(planFor(limits, plan));
    });
    live.add(end);
    void end.closed.then(() => {
      live.delete(end);
      reports.push({ ...end.report, plan });
    });
  });
  server = next;
  await new Promise<void>((resolve) => next.listen({ port, host: '127.0.0.1', backlog: 4096 }, resolve));
}

/** Closes the listener and cuts what is live; returns how many connections that were. */
async function stop(kind: CutKind): Promise<number> {
  server?.close();
  const ends = [...live];
  // A FIN from a target that has not heard the client's number would look like an end in good order.
  for (const end of ends) end.cut(end.report.heard === undefined ? 'reset' : kind);
  await Promise.all(ends.map((end) => end.closed));
  tellReports();
  return ends.length;
}

function tellReports(): void {
  if (reports.length > 0) tellNews(reports);
  reports = [];
}

const calls = { listen, stop };
export type SoakTargetCalls = typeof calls;

answerCalls(calls);
setInterval(tellReports, BUNDLE_MS);
