// Loads the configuration in a thread of its own: reading one of hundreds of forwards would hold up every connection.
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ConfigInput, LoadResult } from '../../config/load.js';

export type AsideInput = Pick<ConfigInput, 'flags' | 'environment'>;

/** As judged(loadConfig()); reads files as the commands of this machine do. Rejects if the thread fails. */
export async function loadAside({ flags, environment }: AsideInput): Promise<LoadResult> {
  const url = import.meta.url;
  // The name is the same in the bundle, but for its end.
  const worker = new Worker(new URL(`./load-worker${path.extname(url)}`, url), {
    workerData: { flags, environment: { ...environment } },
  });
  try {
    return await new Promise<LoadResult>((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
      worker.once('exit', () => reject(new Error('the thread that reads the configuration has ended')));
    });
  } finally {
    void worker.terminate();
  }
}
