// Builds the forwards from all sources: flag > environment > the forward's entry > top level of the file > default.
import type { FileContent, ForwardEntry } from './config-file.js';
import type { ForwardConfig, ListenAddress } from './config.js';
import { formatTarget, targetKey } from './endpoint.js';
import { canonical } from './ip-literal.js';
import { alike } from './language.js';
import { collide, formatListen, isReachedBy, isWildcard } from './listen-address.js';
import { FORWARD_OPTIONS, OPTIONS, type FieldName, type ValueOf } from './options.js';
import { isDefault, placeText, type ValuePlace } from './place.js';
import { GATEWAY_ADDRESS, problem, quoted, reachesItself, type Problem } from './problem.js';
import { effective, fieldsOf, judge, type Setting, type Settings } from './settings.js';
import { reportWay, withZone } from './way.js';

/** Settings for all forwards, highest rank first. The entry of a forward ranks between environment and file. */
export type SharedSettings = readonly [flags: Settings, environment: Settings, file: Settings];

/** A forward that may be incomplete: a name and its settings, highest rank first. */
interface Draft {
  readonly name: string;
  readonly where: ValuePlace;
  readonly ranks: readonly Settings[];
}

/** The name of the only forward without `forwards:`. */
const ONLY_NAME = 'gateway';
/** Safe characters for logs and metrics. */
const NAME = /^[A-Za-z0-9][\w.-]{0,62}$/;
const EXPECTED_NAME = {
  en: 'a name of 1 to 63 letters, digits, "-", "_" and ".", not beginning with a sign',
  de: 'ein Name aus 1 bis 63 Buchstaben (ohne Umlaute), Ziffern, „-“, „_“ und „.“, am Anfang kein Zeichen',
};
/** The options that each entry of `forwards:` must have, and that no other source may set beside `forwards:`. */
const OWN = FORWARD_OPTIONS.filter(({ field }) => field === 'listen' || field === 'target');

/** A forward, with the sources of the files that are still to be read for it. */
export interface BuiltForward {
  readonly config: ForwardConfig;
  readonly targetCertificate: Setting<string> | undefined;
  readonly targetKey: Setting<string> | undefined;
}

/** All forwards, valid only if no problem was added. `places` gets the sources of their addresses. */
export function buildForwards(
  shared: SharedSettings,
  forwards: FileContent['forwards'],
  problems: Problem[],
  places: Map<unknown, ValuePlace>,
): BuiltForward[] {
  const only = { name: ONLY_NAME, where: ONLY_NAME, ranks: shared };
  const drafts = forwards ? draftEntries(shared, forwards, problems) : [only];
  const listens = drafts.flatMap(({ ranks }) => settingsOf('listen', ranks));
  const listeners = [...listens, ...settingsOf('admin', shared)];
  reportCollisions(listeners, problems);
  reportLoops(drafts, listeners, settingsOf('mdns', shared), problems);
  for (const field of ['maxTargetConnections', 'probe'] as const) reportUnequal(field, drafts, problems);
  for (const draft of drafts) reportTls(draft, problems);
  return drafts.map(({ name, ranks }) => {
    const [target] = settingsOf('target', ranks);
    const [source] = settingsOf('source', ranks);
    if (target !== undefined) reportWay(target, source, problems);
    // The table has a row for each of these fields, and without problems each row has a value.
    const fields = withZone(fieldsOf(FORWARD_OPTIONS, ranks, places) as Omit<ForwardConfig, 'name'>);
    if (target !== undefined) places.set(fields.target, target.where);
    const [targetCertificate] = settingsOf('targetCertificate', ranks);
    const [targetKey] = settingsOf('targetKey', ranks);
    return { config: { name, ...fields }, targetCertificate, targetKey };
  });
}

function draftEntries(
  shared: SharedSettings,
  { where, entries }: NonNullable<FileContent['forwards']>,
  problems: Problem[],
): Draft[] {
  reportConflicts(shared, where, problems);
  const drafts = entries.map((entry, index) => draftEntry(entry, index, shared, problems));
  const names = new Set<string>();
  for (const { name, where: place } of drafts) {
    const { en, de } = quoted(name);
    const message = {
      en: `two forwards have the name ${en}; each needs its own`,
      de: `zwei Weiterleitungen heißen ${de}; jede braucht einen eigenen Namen`,
    };
    if (names.has(name)) problems.push({ code: 'duplicate-name', where: place, message });
    names.add(name);
  }
  return drafts;
}

function draftEntry(entry: ForwardEntry, index: number, shared: SharedSettings, problems: Problem[]): Draft {
  const own = judge(entry.given, problems);
  for (const { field, name } of OWN) {
    if (own.has(field)) continue;
    const message = {
      en: `this forward has no "${name}"; each needs one`,
      de: `dieser Weiterleitung fehlt „${name}“; jede braucht es`,
    };
    problems.push({ code: 'missing-key', where: entry.where, message });
  }
  const { text, where } = entry.name ?? { text: `forward-${index + 1}`, where: entry.where };
  if (!NAME.test(text)) problems.push(problem('invalid-value', where, EXPECTED_NAME, quoted(text)));
  const [flags, environment, file] = shared;
  return { name: text, where, ranks: [flags, environment, own, file] };
}

function reportConflicts(shared: SharedSettings, forwards: ValuePlace, problems: Problem[]): void {
  for (const settings of shared) {
    for (const { field, name } of OWN) {
      const [first] = settings.get(field) ?? [];
      if (first === undefined) continue;
      const message = {
        en: `"${name}" cannot stand beside "forwards" (${placeText(forwards, 'en')}); put it into each forward`,
        de: `„${name}“ geht nicht neben „forwards“ (${placeText(forwards, 'de')}); es gehört in jede Weiterleitung`,
      };
      problems.push({ code: 'conflict', where: first.where, message });
    }
  }
}

/** The listeners of one port. Only a wildcard is compared with each other one: hundreds may have the same port. */
class TakenPort {
  private readonly all: Setting<ListenAddress>[] = [];
  private readonly wildcards: Setting<ListenAddress>[] = [];
  private readonly byPlace = new Map<string, Setting<ListenAddress>>();

  /** The first listener that stands in the way; this one stands in the way of later ones. */
  takenFor(listener: Setting<ListenAddress>): Setting<ListenAddress> | undefined {
    const { value } = listener;
    const place = value.interface ?? canonical(value.host ?? '');
    const others = isWildcard(value) ? this.all : [this.byPlace.get(place), ...this.wildcards];
    const taken = others.find((other) => other !== undefined && collide(other.value, value));
    this.all.push(listener);
    if (isWildcard(value)) this.wildcards.push(listener);
    if (!this.byPlace.has(place)) this.byPlace.set(place, listener);
    return taken;
  }
}

function reportCollisions(listeners: readonly Setting<ListenAddress>[], problems: Problem[]): void {
  const byPort = new Map<number, TakenPort>();
  for (const listener of listeners) {
    const { value, where } = listener;
    const port = byPort.get(value.port) ?? new TakenPort();
    byPort.set(value.port, port);
    const taken = port.takenFor(listener);
    if (taken === undefined) continue;
    const [own, other] = [formatListen(value), formatListen(taken.value)];
    const message = {
      en: `${own} is taken already, by ${other} (${placeText(taken.where, 'en')}); choose another port`,
      de: `${own} ist schon vergeben, an ${other} (${placeText(taken.where, 'de')}); wählen Sie einen anderen Port`,
    };
    problems.push({ code: 'duplicate-listen', where, message });
  }
}

/** A target that is smgw-proxy itself: one of its listen addresses, or its own mDNS name. */
function reportLoops(
  drafts: readonly Draft[],
  listeners: readonly Setting<ListenAddress>[],
  names: readonly Setting<string>[],
  problems: Problem[],
): void {
  const wildcards = listeners.filter(({ value }) => isWildcard(value));
  const byAddress = new Map(listeners.map((each) => [targetKey({ host: '::', ...each.value }), each]));
  for (const { value: target, where } of drafts.flatMap(({ ranks }) => settingsOf('target', ranks))) {
    const host = canonical(target.host).replace(/\.$/, '');
    const candidates = [...wildcards, byAddress.get(targetKey(target))];
    const listener = candidates.find((each) => each && isReachedBy(each.value, target));
    const own = names.find(({ value }) => value === host);
    if (listener !== undefined) problems.push(reachesItself(where, formatTarget(target), listener.where));
    else if (own !== undefined) {
      const came = {
        en: `${formatTarget(target)}, for which smgw-proxy answers itself (${placeText(own.where, 'en')})`,
        de: `${formatTarget(target)}, und so heißt smgw-proxy selbst (${placeText(own.where, 'de')})`,
      };
      problems.push(problem('conflict', where, GATEWAY_ADDRESS, came));
    }
  }
}

/** Forwards to the same target share these, so that they must be equal. */
const SHARED = {
  maxTargetConnections: { en: 'limit', de: 'dieselbe Zahl' },
  probe: { en: 'probe', de: 'dieselbe Prüfung' },
} as const;

function reportUnequal(field: keyof typeof SHARED, drafts: readonly Draft[], problems: Problem[]): void {
  const byTarget = new Map<string, { value: string | number; name: string }[]>();
  for (const { name, where, ranks } of drafts) {
    const [endpoint] = settingsOf('target', ranks);
    const [source] = settingsOf('source', ranks);
    const [setting] = settingsOf(field, ranks);
    if (endpoint === undefined || setting === undefined) continue;
    const { value } = setting;
    const place = isDefault(setting.where) ? where : setting.where;
    const target = targetKey(endpoint.value, source?.value);
    const before = byTarget.get(target) ?? [];
    byTarget.set(target, before);
    const other = before.find((each) => each.value !== value);
    before.push({ value, name });
    if (other === undefined) continue;
    const expected = {
      en: `the same ${SHARED[field].en} in all forwards to ${target}`,
      de: `${SHARED[field].de} in allen Weiterleitungen zu ${target}`,
    };
    const came = {
      en: `${value} in forward ${name} and ${other.value} in forward ${other.name}`,
      de: `${value} in der Weiterleitung ${name} und ${other.value} in ${other.name}`,
    };
    problems.push(problem('conflict', place, expected, came));
  }
}

/** The options of TLS belong together. */
function reportTls({ name, ranks }: Draft, problems: Problem[]): void {
  const [tls] = settingsOf('targetTls', ranks);
  const [fingerprint] = settingsOf('targetFingerprint', ranks);
  const [certificate] = settingsOf('targetCertificate', ranks);
  const [key] = settingsOf('targetKey', ranks);
  const report = (where: ValuePlace, missing: string, more = alike('')): void => {
    const message = {
      en: `forward ${name} also needs "${missing}"${more.en}`,
      de: `die Weiterleitung ${name} braucht dazu auch „${missing}“${more.de}`,
    };
    problems.push({ code: 'conflict', where, message });
  };
  const isPinned = ranks.some((settings) => settings.has('targetFingerprint'));
  if (tls?.value === true && !isPinned) report(tls.where, 'target-fingerprint', SHOWN_BY_CHECK);
  for (const each of [fingerprint, certificate, key])
    if (each !== undefined && tls?.value === false) report(each.where, 'target-tls: on');
  if (certificate !== undefined && key === undefined) report(certificate.where, 'target-key');
  if (key !== undefined && certificate === undefined) report(key.where, 'target-certificate');
}

const SHOWN_BY_CHECK = {
  en: ', the certificate to trust: sudo smgw-proxy check shows it',
  de: ', das Zertifikat, dem vertraut wird: sudo smgw-proxy check zeigt es',
};

const BY_FIELD = new Map(OPTIONS.map((option) => [option.field, option]));

/** The parser of a row returns values of the type of its field. */
function settingsOf<F extends FieldName>(field: F, ranks: readonly Settings[]): Setting<ValueOf<F>>[] {
  const option = BY_FIELD.get(field);
  return (option === undefined ? [] : effective(option, ranks)) as Setting<ValueOf<F>>[];
}
