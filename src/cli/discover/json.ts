// A discovery as one JSON document, for programs.
import { bareLines } from '../../config/problem.js';
import type { NoChoice } from '../../machine/choose-link.js';
import type { Discovery, StepReport } from '../../discovery/discover.js';
import type { Find } from '../../discovery/device.js';
import { markOf } from './view.js';

/** Ends in a line break. `gateway` is one of `devices`. Characters that could disturb a terminal are escaped as JSON escapes them. */
export function discoveryJson({ link, reports, finds, gateway, proposal }: Discovery): string {
  const document = {
    interface: link.name,
    found: gateway !== undefined,
    gateway: gateway === undefined ? null : findJson(gateway),
    proposal: proposal === undefined ? null : { interface: link.name, ...proposal },
    devices: finds.map(findJson),
    steps: reports.map(stepJson),
  };
  return bareLines(`${JSON.stringify(document, undefined, 2)}\n`);
}

/** Likewise, when there was nowhere to look. */
export function noLinkJson({ reason, candidates }: NoChoice): string {
  const empty = { interface: null, found: false, gateway: null, proposal: null, devices: [], steps: [] };
  return bareLines(`${JSON.stringify({ ...empty, reason, candidates }, undefined, 2)}\n`);
}

function findJson({ address, port, mac, names = [], foundBy, verdict, maker }: Find) {
  const certificate = verdict.kind === 'gateway' ? verdict.certificate : null;
  return {
    address,
    port,
    mac: mac ?? null,
    names,
    foundBy,
    verdict: verdict.kind,
    reason: reasonOf(verdict),
    connectedTo: verdict.kind === 'gateway' ? verdict.at : null,
    maker: maker ?? null,
    certificate,
  };
}

function reasonOf(verdict: Find['verdict']): string | null {
  if (verdict.kind === 'impossible') return verdict.because.reason;
  if (verdict.kind === 'unverified') return verdict.reason;
  return 'code' in verdict ? verdict.code : null;
}

function stepJson(report: StepReport) {
  const { step, ms } = report;
  return { step, mark: markOf(report), outcome: outcomeOf(report), ms };
}

/** One word. */
function outcomeOf(report: StepReport): string {
  if ('result' in report) return report.result.kind === 'skipped' ? report.result.reason : report.result.kind;
  switch (report.step) {
    case 'cable':
      return report.carrier;
    case 'tls':
      return report.find.verdict.kind;
    case 'proposal':
      return report.proposal === undefined ? 'none-free' : 'free';
  }
}
