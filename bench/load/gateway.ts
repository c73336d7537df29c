// A load process: the simulated gateway that polls are made to.
import { startSimulator } from '../../src/simulator/simulator.js';
import { answerCalls } from '../../test/support/helper-process.js';
import type { GatewayCalls } from './calls.js';

answerCalls<GatewayCalls>({
  listen: async () => {
    const { host, port, user, password } = await startSimulator();
    return { host, port, user, password };
  },
});
