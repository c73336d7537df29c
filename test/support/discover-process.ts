// `smgw-proxy discover` as it is, on a host of the test bed, with times that suit a test: JSON, then its words.
import { HERE } from '../../src/cli/machine.js';
import { runProgram } from '../../src/cli/program.js';
import { discover as search } from '../../src/discovery/discover.js';
import type { DiscoveryTimes } from '../../src/discovery/times.js';

const [times = '{}', ...words] = process.argv.slice(2);

process.exitCode = await runProgram(['discover', ...words], {
  ...HERE,
  fileMode: () => Promise.resolve(0o600),
  readFile: () => Promise.reject(new Error('no file here')),
  progress: () => Promise.resolve({ show: () => undefined, hide: () => undefined }),
  isInteractive: false,
  search: (what, observer) => search({ ...what, times: JSON.parse(times) as DiscoveryTimes }, observer),
});
