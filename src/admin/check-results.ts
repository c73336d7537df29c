// The metrics of the last check that the timer smgw-proxy-check ran, as it left them in a file.
import { readFile } from 'node:fs/promises';

/** Written by smgw-proxy-check.service, which runs as root; nothing else can write there. */
const FILE = '/run/smgw-proxy-check/metrics.prom';

/** Empty where no check has run since the boot. Never rejects. */
export async function checkResults(file = FILE): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
