// Bulk by iperf3. Its control connection goes through the forwarder as well.
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import * as v from 'valibot';
import { outputOf, startProgram, stop } from '../children.js';
import { onPath, says, versionOf } from '../forwarders/on-path.js';
import { listening } from '../forwarders/running.js';
import type { Transfer } from '../load/calls.js';
import { freePort } from '../../test/support/program.js';
import type { BulkGenerator, BulkWay } from './generator.js';

/** Undefined if the machine does not have it. */
export async function startIperf3(folder: string): Promise<BulkGenerator | undefined> {
  const program = onPath('iperf3');
  if (program === undefined) return undefined;
  const targetPort = await freePort();
  const [log, report] = [path.join(folder, 'iperf3.log'), path.join(folder, 'iperf3.json')];
  const startServer = async (): Promise<ChildProcess> => {
    const server = startProgram([program, '-s', '-B', '127.0.0.1', '-p', `${targetPort}`], log);
    await listening(server, targetPort, 'iperf3', log);
    return server;
  };
  let server = await startServer();
  const transfer = async (way: BulkWay, port: number, bytes: number): Promise<Transfer> => {
    const client = [program, '-J', '-c', '127.0.0.1', '-p', `${port}`, '-n', bytes.toFixed(0)];
    const output = await outputOf(way === 'to-client' ? [...client, '-R'] : client, report);
    // The old one may be busy with the end of this transfer, and would refuse the next.
    await stop(server);
    server = await startServer();
    return readIperf3(output);
  };
  return {
    name: `iperf3 ${versionOf(says(program, '--version'), /iperf (\S+)/)}`,
    targetPort,
    // At the end of a test its two connections race, and now and then it fails over that.
    transfer: (...args) => transfer(...args).catch(() => transfer(...args)),
  };
}

const SUM = v.object({ bytes: v.number(), seconds: v.number() });
const REPORT = v.union([v.object({ error: v.string() }), v.object({ end: v.object({ sum_received: SUM }) })]);

/** The bytes that arrived, as `iperf3 -J` reports them. @throws Error if the transfer failed */
export function readIperf3(json: string): Transfer {
  const report = v.parse(REPORT, JSON.parse(json));
  if ('error' in report) throw new Error(`iperf3: ${report.error}`);
  return report.end.sum_received;
}
