// A discovery as a person reads it: each step as a line, and what follows from all of them.
import { bare, quote } from '../../config/problem.js';
import type { Discovery, StepReport } from '../../discovery/discover.js';
import type { Find, DeviceVerdict } from '../../discovery/device.js';
import type { LookResult } from '../../discovery/steps.js';
import type { Carrier } from '../../machine/links.js';
import type { Certificate } from '../../gateway/tls-probe.js';
import type { CertificateTexts, DiscoverTexts } from './texts.js';
import { OPERATOR_LETTER } from './operator-letter.js';
import type { Mark, StepLine } from '../terminal/steps.js';

type Shown = Pick<StepLine, 'mark' | 'text' | 'details'>;

/** How a step counts, whatever the language. */
export function markOf(report: StepReport): Mark {
  if ('result' in report) return LOOK_MARKS[report.result.kind];
  switch (report.step) {
    case 'cable':
      return report.carrier === 'plugged' ? 'ok' : 'failed';
    case 'tls':
      return VERDICT_MARKS[report.find.verdict.kind];
    case 'proposal':
      return report.proposal === undefined ? 'warning' : 'ok';
  }
}

const VERDICT_MARKS: Readonly<Record<DeviceVerdict['kind'], Mark>> = {
  gateway: 'ok',
  unverified: 'warning',
  'address-unknown': 'warning',
  'no-gateway': 'failed',
  silent: 'failed',
};

const LOOK_MARKS: Readonly<Record<LookResult['kind'], Mark>> = {
  devices: 'ok',
  finds: 'ok',
  nothing: 'nothing',
  'home-network': 'warning',
  skipped: 'skipped',
  failed: 'failed',
};

export function stepLine(report: StepReport, texts: DiscoverTexts, link: string, now: Date): StepLine {
  const shown = show(report, texts, bare(link), now);
  const name = texts.steps[report.step];
  // What was left out took no time.
  return shown.mark === 'skipped' ? { name, ...shown } : { name, ms: report.ms, ...shown };
}

function show(report: StepReport, texts: DiscoverTexts, link: string, now: Date): Shown {
  const mark = markOf(report);
  if ('result' in report) return { mark, ...showLook(report, texts, link) };
  switch (report.step) {
    case 'cable':
      return {
        mark,
        text: texts.carrier(link)[report.carrier],
        details: texts.carrierAdvice(link)[report.carrier],
      };
    case 'tls':
      return { mark, text: bare(texts.verdict(report.find)), details: findDetails(report.find, texts, now) };
    case 'proposal':
      return { mark, ...showProposal(report, texts, link) };
  }
}

function showProposal({ proposal }: StepReport & { step: 'proposal' }, texts: DiscoverTexts, link: string) {
  if (proposal === undefined) return { text: texts.proposalNone };
  const { overlapping } = proposal;
  const details = overlapping.length === 0 ? [] : [texts.proposalOverlap(overlapping.map(bare))];
  return { text: texts.proposal(link, proposal), details };
}

type LookReport = Extract<StepReport, { readonly result: LookResult }>;

function showLook({ step, result }: LookReport, texts: DiscoverTexts, link: string): Omit<Shown, 'mark'> {
  switch (result.kind) {
    case 'devices':
      return { text: texts.answer(result.devices.map(({ address, mac }) => withMac(address, mac))) };
    case 'finds':
      return { text: texts.answer(result.finds.map(({ address, mac }) => withMac(address, mac))) };
    case 'nothing':
      return { text: texts.nothing[step] };
    case 'home-network': {
      const { server, offered } = result.offer;
      return { text: texts.homeNetwork(server, offered), details: texts.homeNetworkAdvice };
    }
    case 'skipped':
      return { text: texts.skipped(link)[result.reason] };
    case 'failed':
      return { text: texts.lookFailed(bare(result.code)) };
  }
}

const withMac = (address: string, mac: string | undefined): string =>
  mac === undefined ? address : `${address} (${mac})`;

function findDetails({ verdict, names = [], maker }: Find, texts: DiscoverTexts, now: Date): string[] {
  const called = names.length === 0 ? [] : [texts.names(names.map(quote))];
  const made = maker === undefined ? texts.makerUnknown : texts.maker(maker);
  if (verdict.kind !== 'gateway') return [...called, ...(verdict.kind === 'unverified' ? [made] : [])];
  return [...called, made, ...texts.certificate(certificateTexts(verdict.certificate, now))];
}

/** The facts of a certificate, harmless whatever it says, and cut where it says too much. */
export function certificateTexts(certificate: Certificate, now: Date): CertificateTexts {
  const { subject, issuer, names, fingerprint, validTo } = certificate;
  return {
    subject: quote(subject),
    names: names === '' ? '' : quote(names),
    issuer: issuer === subject ? undefined : quote(issuer),
    fingerprint,
    validTo: Number.isNaN(validTo.getTime()) ? '?' : validTo.toISOString().slice(0, 10),
    isExpired: validTo < now,
  };
}

/** What stands at the end: what was found, or what to do now. */
export function conclusion(discovery: Discovery, texts: DiscoverTexts, wide: boolean): string {
  const { gateway, finds, reports } = discovery;
  if (gateway !== undefined) return found(gateway, finds, texts);
  const isOther = finds.some(({ verdict }) => verdict.kind !== 'address-unknown');
  const said = isOther ? texts.onlyOthers : texts.notFound;
  // Without a cable nothing else was tried, and the operator cannot help.
  if (reports.some((report) => report.step === 'cable' && report.carrier !== 'plugged')) return block(said);
  const more = lacksRights(discovery) ? texts.needsRoot : wide ? [] : [texts.wideHint];
  return `${block([...said, ...more])}\n${texts.letterLead}\n\n${OPERATOR_LETTER}`;
}

function found(gateway: Find, finds: readonly Find[], texts: DiscoverTexts): string {
  const isSure = gateway.verdict.kind === 'gateway';
  const lines = texts.found(bare(gateway.address), isSure);
  const others = finds.filter(
    ({ verdict, address }) => verdict.kind === gateway.verdict.kind && address !== gateway.address,
  );
  const addresses = [...new Set(others.map(({ address }) => address))];
  return block(addresses.length === 0 ? lines : [...lines, texts.foundOthers(addresses)]);
}

function lacksRights({ reports }: Discovery): boolean {
  return reports.some(
    (report) =>
      'result' in report && report.result.kind === 'skipped' && report.result.reason === 'not-permitted',
  );
}

const block = (lines: readonly string[]): string => `\n${lines.join('\n')}\n`;

/** What is told in the middle of listening, as the cable is pulled and plugged. */
export const carrierNews = (carrier: Carrier, texts: DiscoverTexts): string => texts.carrierNow[carrier];
