// Turns facts into the actions of a setup. Pure; the plan is empty where everything is in place.
import type { Endpoint } from '../config/config.js';
import type { Language } from '../config/language.js';
import { SERVICE_CONFIG } from '../config/options.js';
import { UNIT } from '../systemd/systemd-unit.js';
import type { Action, CommandLine, FileChange } from './action.js';
import { newConfig, withOptions, withSettings, withTarget } from './config-text.js';
import type { WrittenOptions } from './written-options.js';
import {
  deleting,
  isOurs,
  PROFILE,
  profileActions,
  propertiesOf,
  type HanAddress,
  type OwnWay,
  type Profile,
  type StoredProfile,
} from './network-profile.js';
import { withGateway } from './several-config.js';
import { apart, bindingActions, isFurther, sharing, type HanProfile } from './several.js';

export const SANDBOX_FILE = '/etc/systemd/system/smgw-proxy.service.d/target.conf';
export const ARP_FILE = '/etc/sysctl.d/60-smgw-proxy.conf';

/** The facts that a plan depends on. */
export interface PlanFacts {
  readonly link: string;
  readonly han: HanAddress;
  readonly target: Endpoint;
  readonly profile: Profile | undefined;
  /** The profiles of other gateways. */
  readonly others: readonly HanProfile[];
  /** Undefined where the gateway needs no route table of its own. */
  readonly way: OwnWay | undefined;
  /** Whether the journal knows how to undo the profile. */
  readonly isProfileRecorded: boolean;
  /** The identity of a new profile. */
  readonly newProfile: StoredProfile;
  /** The text of the configuration file; undefined if there is none. */
  readonly config: string | undefined;
  /** Of a new configuration. */
  readonly ports: readonly number[];
  /** The port of a further gateway. */
  readonly port: number;
  /** To be set, whatever the configuration has. */
  readonly options: WrittenOptions;
  /** To be added where the configuration does not set them. */
  readonly defaults: WrittenOptions;
  /** Of the comments in the configuration. */
  readonly language: Language;
  readonly unit: {
    readonly isActive: boolean;
    readonly isEnabled: boolean;
    /** Whether the unit's IPAddressDeny= drops packets to the target. */
    readonly isWalledOff: boolean;
  };
  readonly sandbox: string | undefined;
  readonly arp: string | undefined;
  /** The kernel's present arp_ignore, keyed by interface. */
  readonly arpIgnore: Readonly<Record<string, string>>;
}

/** Undefined if the configuration has several targets, or takes an option at no place. */
export function makePlan(facts: PlanFacts): readonly Action[] | undefined {
  const { link, profile, newProfile, others, way } = facts;
  const config = configText(facts);
  if (config === undefined) return undefined;
  const han = apart(facts.han, others);
  const settings = [...sandboxActions(facts), ...configActions(facts, config)];
  const profiles = adopting(facts, profileActions(propertiesOf(link, han, way), profile, newProfile));
  return [
    ...arpActions({ ...facts, han }),
    ...bindingActions(facts.han, others),
    ...(isFurther(way)
      ? profiles.map((each) => ({ ...each, link, about: { profile: way.name, link } }))
      : profiles),
    ...settings,
    ...serviceActions(facts, settings.length > 0),
  ];
}

/** After a purge the profile is still there, and the journal that would undo it is gone: to undo, the profile goes. */
function adopting({ profile, isProfileRecorded }: PlanFacts, actions: readonly Action[]): readonly Action[] {
  if (profile === undefined || isProfileRecorded || !isOurs(profile)) return actions;
  // Another profile takes its place, which is undone.
  if (actions.some(({ kind }) => kind === 'replace')) return actions;
  const isChange = ({ kind }: Action): boolean => kind === 'profile';
  const run = actions.filter(isChange).flatMap((action) => action.run);
  const undo = deleting(profile);
  return [{ kind: 'profile', run, undo }, ...actions.filter((action) => !isChange(action))];
}

function configText(facts: PlanFacts): string | undefined {
  const { config, ports, options, defaults, target, language, link, others } = facts;
  if (config === undefined)
    return newConfig({ ports, target, options: { ...defaults, ...options } }, language);
  if (isFurther(facts.way)) {
    const longer = furtherConfig(facts, config);
    return longer && withOptions(longer, defaults, language);
  }
  const aimed = withTarget(config, target);
  const edited =
    aimed && withSettings(aimed, options, target, language, others.length > 0 ? link : undefined);
  return edited && withOptions(edited, defaults, language);
}

/** The configuration with one more forward; settings that are given hold for it. */
function furtherConfig(
  { link, han, target, port, options, others, language }: PlanFacts,
  config: string,
): string | undefined {
  const first = others.find(({ name }) => name === PROFILE)?.link ?? others[0]?.link ?? '';
  const isFirstBound = sharing(han, others).some((each) => each.link === first);
  const added = withGateway(config, { link, target, port, first, isFirstBound, language });
  return added && withSettings(added, options, target, language, link);
}

/** The plan for other options alone: the service takes them over without a restart. */
export function makeChange(
  present: string,
  content: string,
  { isActive }: Pick<PlanFacts['unit'], 'isActive'>,
): readonly Action[] {
  const file = changed({ path: SERVICE_CONFIG, content }, present);
  if (file === undefined) return [];
  // Does nothing for a service that has been stopped since.
  const back = isActive ? [systemctl('try-reload-or-restart', UNIT)] : [];
  const reload: Action = { kind: 'reload', run: [systemctl('reload', UNIT)], undo: [] };
  return [{ kind: 'config', file, run: [], undo: back }, ...(isActive ? [reload] : [])];
}

const systemctl = (...words: readonly string[]): CommandLine => ['systemctl', ...words];
const again: CommandLine = systemctl('restart', UNIT);

function configActions({ config, unit }: PlanFacts, content: string): Action[] {
  const file = changed({ path: SERVICE_CONFIG, content }, config);
  // To undo, a running service restarts with the old file.
  return file === undefined ? [] : [{ kind: 'config', file, run: [], undo: unit.isActive ? [again] : [] }];
}

function sandboxActions({ target, unit, sandbox, way }: PlanFacts): Action[] {
  if (!unit.isWalledOff) return [];
  const head = '# Written by "sudo smgw-proxy setup": the gateway has a public address.\n[Service]\n';
  const content = `${(isFurther(way) ? sandbox : undefined) ?? head}IPAddressAllow=${target.host}\n`;
  const file = changed({ path: SANDBOX_FILE, content }, sandbox);
  const reload = systemctl('daemon-reload');
  return file === undefined ? [] : [{ kind: 'sandbox', file, run: [reload], undo: [reload] }];
}

/** Where home and gateway share a subnet: keeps the kernel from answering ARP for the HAN address in the home. */
function arpActions({ arp, arpIgnore, han }: PlanFacts): Action[] {
  if (han.kind !== 'ipv4' || han.overlapping.length === 0) return [];
  const keys = han.overlapping.map(
    (name) => [`net.ipv4.conf.${name.replaceAll('.', '/')}.arp_ignore`, name] as const,
  );
  const content = `# Written by "sudo smgw-proxy setup": the home and the gateway have the same addresses.\n${keys
    .map(([key]) => `${key} = 1\n`)
    .join('')}`;
  const file = changed({ path: ARP_FILE, content }, arp);
  if (file === undefined) return [];
  const set = (value: (name: string) => string): CommandLine[] =>
    keys.map(([key, name]) => ['sysctl', '-q', '-w', `${key}=${value(name)}`]);
  return [{ kind: 'arp', file, run: set(() => '1'), undo: set((name) => arpIgnore[name] ?? '0') }];
}

const changed = (file: FileChange, now: string | undefined): FileChange | undefined =>
  file.content === now ? undefined : file;

/** Both commands return when the service is ready, because the unit has Type=notify. */
function serviceActions({ unit }: PlanFacts, isChanged: boolean): Action[] {
  const enable: Action = {
    kind: 'enable',
    run: [systemctl('enable', UNIT)],
    undo: [systemctl('disable', UNIT)],
  };
  const start: Action = { kind: 'start', run: [systemctl('start', UNIT)], undo: [systemctl('stop', UNIT)] };
  const restart: Action = { kind: 'restart', run: [again], undo: [] };
  return [...(unit.isEnabled ? [] : [enable]), ...(unit.isActive ? (isChanged ? [restart] : []) : [start])];
}
