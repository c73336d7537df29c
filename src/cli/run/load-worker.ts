// The thread of load-aside.ts: loads and judges the configuration, and hands it over with all places, or all problems.
import { parentPort, workerData } from 'node:worker_threads';
import { loadConfig } from '../../config/load.js';
import { fileMode, readFile } from '../../machine/file-access.js';
import { judged } from './judge.js';
import type { AsideInput } from './load-aside.js';

// Not awaited: the bundle is CommonJS. A rejection ends the thread with its error.
void loadConfig({ ...(workerData as AsideInput), readFile, fileMode }).then((result) => {
  parentPort?.postMessage(judged(result));
});
