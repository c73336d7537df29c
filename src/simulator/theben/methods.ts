// Runs the method of a call and adds the fields that all answers share.
import { smgwInfo, usagePointInfo, userInfo } from './descriptions.js';
import { log } from './event-log.js';
import type { GatewaySetting } from '../gateway.js';
import { textParameter, type Call } from './parameters.js';
import { readings } from './readings.js';
import { Refusal } from '../refusal.js';

/** The version of the JSON interface. */
const INTERFACE_VERSION = '1.2.0';

/** The least time between two self-tests, in ms. */
export const SELF_TEST_PAUSE = 10 * 60 * 1000;

/** Answers a call with a JSON document, or throws a Refusal. */
export type Methods = (call: Call) => object;

type MethodsSetting = Pick<GatewaySetting, 'certificates' | 'meter' | 'now'>;

export function createMethods({ certificates, meter, now }: MethodsSetting): Methods {
  let lastSelfTest: number | undefined;

  function selfTest(time: number): object {
    if (lastSelfTest !== undefined && time - lastSelfTest < SELF_TEST_PAUSE) {
      throw new Refusal(403, 'The last self-test is less than 10 minutes old.');
    }
    lastSelfTest = time;
    return {};
  }

  const methods = new Map<string, (call: Call, time: number) => object>([
    ['smgw-info', (_, time) => smgwInfo(certificates, time)],
    ['user-info', (_, time) => userInfo(meter, time)],
    ['usage-point-info', usagePointInfo],
    ['readings', (call, time) => readings(call, meter, time)],
    ['log', (call, time) => log(call, time, lastSelfTest)],
    ['self-test', (_, time) => selfTest(time)],
  ]);

  return (call) => {
    const start = now();
    const method = textParameter(call, 'method') ?? '';
    const run = methods.get(method);
    if (run === undefined) throw new Refusal(400, 'Expected for "method": one of the interface.');
    const result = run(call, start);
    // The spelling of the real gateway.
    const elapsed = `${Math.round(now() - start)} miliseconds`;
    return { 'elapsed-time': elapsed, method, ...result, version: INTERFACE_VERSION };
  };
}
