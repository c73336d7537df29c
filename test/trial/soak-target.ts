// The target of the soak, a process of its own: answers each connection by its plan, and is stopped and started on command.
import { createServer, type Server } from 'node:net';
import { CAREFUL } from '../support/sockets.js';
import { End, type EndReport } from './end.js';
import { answerCommands, tellNews } from './helper-process.js';
import { FIRST_NAMELESS, planFor, type CutKind, type PlanLimits } from './plan.js';

/** Each is answered with the number of connections that were live when it came. */
export type TargetCommand =
  | { readonly do: 'listen'; readonly port: number; readonly limits: PlanLimits }
  /** Closes the listener and cuts what is live. */
  | { readonly do: 'stop'; readonly kind: CutKind };

export interface TargetReport extends EndReport {
  /** The plan acted out: the client's, or one of the target's own for a client that sent no number; else negative. */
  readonly plan: number;
}

/** Reports are told in bundles, because a message costs more than what is in it. */
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

async function stop(kind: CutKind): Promise<void> {
  server?.close();
  const ends = [...live];
  // A FIN from a target that has not heard who the client is could not be told from an end in good order.
  for (const end of ends) end.cut(end.report.heard === undefined ? 'reset' : kind);
  await Promise.all(ends.map((end) => end.closed));
  tellReports();
}

function tellReports(): void {
  if (reports.length > 0) tellNews(reports);
  reports = [];
}

answerCommands(async (command: TargetCommand) => {
  const count = live.size;
  await (command.do === 'listen' ? listen(command.port, command.limits) : stop(command.kind));
  return count;
});
setInterval(tellReports, BUNDLE_MS);
