// `smgw-proxy discover` as it is, on a host of the test bed, with times that suit a test: JSON, then its words.
import { readArguments } from '../../src/cli/arguments.js';
import { discover } from '../../src/cli/discover/discover.js';
import { processTerminal } from '../../src/cli/terminal/terminal.js';
import { discover as search } from '../../src/discovery/discover.js';
import { readSurroundings } from '../../src/machine/surroundings.js';
import type { DiscoveryTimes } from '../../src/discovery/times.js';

const [times = '{}', ...words] = process.argv.slice(2);

process.exitCode = await discover(readArguments(['discover', ...words]), {
  environment: process.env,
  terminal: processTerminal(process),
  readFile: () => Promise.reject(new Error('no file here')),
  surroundings: readSurroundings(),
  progress: { show: () => undefined, hide: () => undefined },
  isInteractive: false,
  onEnter: () => () => undefined,
  search: (what, observer) => search({ ...what, times: JSON.parse(times) as DiscoveryTimes }, observer),
});
