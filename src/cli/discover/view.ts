// Formats a discovery for people: a line for each step, and a conclusion.
import { bare, quote } from '../../config/problem.js';
import type { Discovery, StepReport } from '../../discovery/discover.js';
import type { Impossible } from '../../discovery/can-be-gateway.js';
import type { Find, DeviceVerdict } from '../../discovery/device.js';
import type { LookResult } from '../../discovery/steps.js';
import type { Certificate } from '../../gateway/tls-probe.js';
import type { CertificateTexts } from './texts.en.js';
import type { DiscoverTexts } from './texts.js';
import { OPERATOR_LETTER } from './operator-letter.js';
import type { Mark, StepLine } from '../terminal/steps.js';

type Shown = Pick<StepLine, 'mark' | 'text' | 'details' | 'remedy'>;

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
  impossible: 'failed',
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
  // A step that was left out took no time.
  const isLeftOut = markOf(report) === 'skipped' || shown.mark === 'later';
  return isLeftOut ? { name, ...shown } : { name, ms: report.ms, ...shown };
}

/** Before the first setup a missing address is normal: people get no warning for it. */
function shownMark(report: StepReport): Mark {
  if (report.step === 'tls') return isForLater(report.find.verdict) ? 'later' : markOf(report);
  const isFirstTime =
    'result' in report && report.result.kind === 'skipped' && report.result.reason === 'no-address';
  return isFirstTime ? 'nothing' : markOf(report);
}

const isForLater = (verdict: DeviceVerdict): boolean =>
  verdict.kind === 'unverified' && verdict.reason === 'no-address';

function show(report: StepReport, texts: DiscoverTexts, link: string, now: Date): Shown {
  const mark = shownMark(report);
  if ('result' in report) return { mark, ...showLook(report, texts, link) };
  switch (report.step) {
    case 'cable': {
      const [text, ...remedy] = texts.carrier(link)[report.carrier];
      return { mark, text, remedy };
    }
    case 'tls':
      return { mark, ...showFind(report.find, texts, now) };
    case 'proposal':
      return { mark, ...showProposal(report, texts, link) };
  }
}

function showFind(find: Find, texts: DiscoverTexts, now: Date): Omit<Shown, 'mark'> {
  const { verdict, address } = find;
  const isChoice = verdict.kind === 'impossible' && CHOICES.has(verdict.because.reason);
  return {
    text: bare(texts.verdict(find)),
    details: findDetails(find, texts, now),
    remedy: isChoice ? [texts.nameIt(bare(address))] : [],
  };
}

/** The judgements that the user may know better. */
const CHOICES: ReadonlySet<Impossible['reason']> = new Set(['neighbour', 'network', 'public']);

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
      return { text: texts.homeNetwork(server, offered), remedy: texts.homeNetworkAdvice };
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
  if (verdict.kind !== 'gateway') return called;
  const made = maker === undefined ? texts.makerUnknown : texts.maker(maker);
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
    validTo,
    isExpired: validTo < now,
  };
}

/** The conclusion: the gateway, or the next thing to try. */
export function conclusion(discovery: Discovery, texts: DiscoverTexts, wide: boolean): string {
  const { gateway, finds, reports } = discovery;
  if (gateway !== undefined) return found(gateway, finds, texts);
  const isOther = finds.some(({ verdict }) => verdict.kind !== 'address-unknown');
  const said = isOther ? texts.onlyOthers : texts.notFound;
  // The letter to the operator comes only after the cable has been ruled out.
  if (reports.some(isCableTrouble)) return block(said);
  if (lacksRights(discovery)) return block([...said, ...texts.needsRoot]);
  return `${block(wide ? said : [...said, texts.wideHint])}\n${texts.letterLead}\n\n${OPERATOR_LETTER}`;
}

/** No cable, or one into the home network; that step shows the remedy. */
const isCableTrouble = (report: StepReport): boolean =>
  report.step === 'cable'
    ? report.carrier !== 'plugged'
    : 'result' in report && report.result.kind === 'home-network';

function found(gateway: Find, finds: readonly Find[], texts: DiscoverTexts): string {
  const isSure = gateway.verdict.kind === 'gateway';
  const { maker } = gateway;
  const made = isSure || maker === undefined ? [] : [texts.maker(maker)];
  const lines = [...texts.found(bare(gateway.address), isSure), ...made];
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
