// Tests everything between the cable to the gateway and the home's clients, step after step. Changes nothing on this
// machine but the remembered certificates, sends no byte but TLS handshakes, and never logs in.
import type { TargetOfForward } from '../config/config.js';
import { formatGateway } from '../config/endpoint.js';
import type { ConfigWithPlaces } from '../config/load.js';
import { readSurroundings } from '../machine/surroundings.js';
import { ownNetworks } from '../machine/interfaces.js';
import { exitStatusOf, finding, type StepOutcome } from './causes.js';
import { checkGateway, type GatewayFacts } from './check-gateway.js';
import { ServiceCheck } from './check-service.js';
import { Report, type CheckObserver } from './report.js';
import type { CheckInput, Scene } from './scene.js';

export interface Check {
  readonly outcomes: readonly StepOutcome[];
  /** The exit status: 0 without a failure, see TROUBLE. */
  readonly status: number;
  /** The URLs for clients in the home; empty unless all steps to them passed. */
  readonly urls: readonly string[];
}

/** Runs all steps. Failures are outcomes, and never reject. */
export async function check(input: CheckInput, observer: CheckObserver): Promise<Check> {
  const scene: Scene = {
    input,
    report: new Report(observer),
    surroundings: readSurroundings(),
    own: ownNetworks(),
  };
  const gateways: GatewayFacts[] = [];
  const { report } = scene;
  const { path: file, isThere } = input.file;
  await report.step('node', {}, () => finding('node-fit', { version: process.versions.node }));
  await report.step('config', {}, () => finding(isThere ? 'config-file' : 'config-defaults', { file }));
  const distinct = distinctGateways(input.configured);
  for (const each of distinct) gateways.push(await checkGateway(scene, each, distinct.length > 1));
  await new ServiceCheck(scene, gateways).run();
  const { outcomes } = report;
  const urls = outcomes.flatMap(({ finding: { cause, facts } }) =>
    cause === 'client-urls' ? facts.urls : [],
  );
  return { outcomes, status: exitStatusOf(outcomes), urls };
}

function distinctGateways({ config: { forwards } }: ConfigWithPlaces): TargetOfForward[] {
  const byText = new Map(forwards.map((forward) => [formatGateway(forward), forward]));
  return [...byText.values()];
}
