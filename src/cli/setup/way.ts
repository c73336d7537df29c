// Sets up the way to the gateway: finds it, shows what would change, asks once, changes it, and checks it.
import { EXIT_COULD_NOT_RUN, EXIT_FOUND_TROUBLE, EXIT_OK } from '../../config/exit-status.js';
import { formatTarget } from '../../config/endpoint.js';
import { SERVICE_CONFIG } from '../../config/options.js';
import { bare } from '../../config/problem.js';
import type { Link } from '../../machine/links.js';
import type { Action } from '../../setup/action.js';
import { keptLanguage, writtenOptions } from '../../setup/config-text.js';
import { chooseFurtherPort, gatherFacts, textOf } from '../../setup/gather.js';
import { readProfiles } from '../../setup/network-manager.js';
import { PROFILE, propertyNames } from '../../setup/network-profile.js';
import { makePlan } from '../../setup/plan.js';
import { isFurther, sortProfiles, type HanProfiles } from '../../setup/several.js';
import { readUnit } from '../../systemd/systemd-unit.js';
import { check } from '../check/check.js';
import { configuredTargets, observe } from '../discover/discover.js';
import { DISCOVER_TEXTS } from '../discover/texts.js';
import { LANGUAGE_OPTION } from '../language.js';
import { INTERFACE_OPTION } from '../link-options.js';
import { loadServiceConfig } from '../machine.js';
import { askLine } from '../terminal/keyboard.js';
import { checkConfig, checkResult, undoEarlier } from './before.js';
import { findGateway, type Gateway } from './find.js';
import { homeOptions } from './home-options.js';
import { makerOptions } from './maker.js';
import { ownAddresses, withOwnAccess } from './own-access.js';
import { preflight, type Ready } from './preflight.js';
import { reachedBy } from './reached.js';
import type { Session } from './session.js';
import { Stop } from './stop.js';
import { agreeToMute, gatewayAtStake, orBack } from './unanswered.js';
import { planText } from './view.js';

/** Resolves with the exit status; rejects with a Stop. */
export async function setUpWay(session: Session, link: Link): Promise<number> {
  const { terminal, steps, texts, settings, scene, transaction } = session;
  const { surroundings } = scene;
  terminal.out(`${texts.opening(settings.isAgreed).join('\n')}\n`);
  await checkConfig(session);
  await undoEarlier(session);
  // --dry-run writes nothing, not even for a moment.
  const tryCard = async (): Promise<string | undefined> =>
    settings.isDryRun ? undefined : scene.journal.tryWriting();
  const ready = await preflight({ link, surroundings, texts, steps, tryCard });
  const atStake = await gatewayAtStake(session);
  const profiles = await profilesFor(session, link);
  const gateway = await find(session, link, profiles);
  if (gateway.isMute) await agreeToMute(session, gateway.target, atStake);
  const actions = await plan(session, link, { ...gateway, profiles }, ready);
  if (actions.length === 0) {
    terminal.out(`\n${texts.nothingToDo}\n`);
    return settings.isDryRun ? EXIT_OK : finish(session, link, gateway, ready);
  }
  terminal.out(planText(actions, bare(link.name), texts, terminal));
  await session.agree();
  session.judge(await transaction.perform(actions, session.signal));
  // The user has insisted on an address that does not answer.
  if (atStake !== undefined && !gateway.isMute) await orBack(session, gateway.target, atStake);
  return finish(session, link, gateway, ready);
}

/** A profile moves to another interface where its own is gone, or where none is asked for. */
async function profilesFor({ settings, scene }: Session, link: Link): Promise<HanProfiles> {
  const profiles = await readProfiles(propertyNames());
  const names = new Set(scene.surroundings.links.map(({ name }) => name));
  const first = profiles.find(({ name }) => name === PROFILE);
  const isAdded = settings.interface !== undefined && first !== undefined && names.has(first.link);
  return sortProfiles(profiles, link.name, isAdded);
}

async function find(
  { settings, steps, scene, signal, transaction }: Session,
  link: Link,
  profiles: HanProfiles,
): Promise<Gateway> {
  const { machine } = scene;
  const { language, target, isDryRun } = settings;
  return findGateway({
    ...{ link, profiles, target, language, steps, signal },
    targets: await configuredTargets(new Map(), machine, []),
    search: machine.search,
    replug: machine.isInteractive && !settings.isAgreed,
    observer: observe({ link, texts: DISCOVER_TEXTS[language], steps, aside: undefined }),
    transaction: isDryRun ? undefined : transaction,
  });
}

async function plan(
  session: Session,
  link: Link,
  { target, han, maker: guess, profiles }: Gateway & { readonly profiles: HanProfiles },
  { unit, home, homeAddress, ports: { ports, adminPort } }: Ready,
): Promise<readonly Action[]> {
  const { texts, steps, settings, scene, signal } = session;
  // Lines that come through a pipe answer the one question at the end.
  const isAsked = scene.machine.isInteractive && !settings.isAgreed && !settings.isDryRun;
  const { language } = settings;
  const own = ownAddresses(scene.surroundings, link.name);
  const options = withOwnAccess(settings.options, own);
  const isNew = (await textOf(SERVICE_CONFIG)) === undefined;
  const ask = isAsked ? (question: string) => askLine(question, signal) : undefined;
  const mine = {
    ...keptLanguage(language, isNew),
    ...(isNew ? await homeOptions({ options, home, homeAddress, adminPort, language, ask }) : {}),
  };
  const its = await makerOptions({ guess, texts, steps }, { home, isAsked, signal });
  const defaults = { ...withOwnAccess(mine, own), ...writtenOptions(its) };
  const { entries } = await scene.journal.read();
  const { mine: profile, others, way } = profiles;
  const mark = isFurther(way) ? link.name : undefined;
  const isProfileRecorded = entries.some((each) => each.kind === 'profile' && each.link === mark);
  const loaded = await loadServiceConfig(scene.machine);
  const configured = loaded.ok ? loaded.config.forwards.flatMap(({ listen }) => listen) : [];
  const port = chooseFurtherPort(configured.map((each) => each.port));
  const found = {
    ...{ link: link.name, han, target, ports, port, options, defaults, language },
    ...{ profile, others, way, isProfileRecorded },
  };
  const facts = await gatherFacts(found, unit);
  const actions = makePlan(facts);
  if (actions === undefined) throw new Stop(EXIT_COULD_NOT_RUN, texts.severalTargets(formatTarget(target)));
  await checkResult(session, actions);
  return actions;
}

/** Checks everything, and says what to type. */
async function finish(
  { texts, steps, scene, settings, terminal }: Session,
  link: Link,
  gateway: Gateway,
  ready: Ready,
): Promise<number> {
  scene.interruption.end();
  const unit = await readUnit();
  if (unit?.active !== 'active') {
    const [text = '', ...remedy] = texts.notActive;
    steps.end({ mark: 'failed', name: texts.names.service, text, remedy });
  }
  terminal.out('\n');
  // `check --interface LINK --lang LANGUAGE`
  const flags = new Map([
    [INTERFACE_OPTION.name, [link.name]],
    [LANGUAGE_OPTION.name, [settings.language]],
  ]);
  const asked = { flags, switches: new Set<string>(), problems: [], language: settings.language };
  const status = await check(asked, scene.machine, texts.notWorkingYet);
  if (status !== EXIT_OK) throw new Stop(EXIT_FOUND_TROUBLE);
  const loaded = await loadServiceConfig(scene.machine);
  const ending = loaded.ok ? texts.end(reachedBy(loaded.config, gateway, ready, link.name)) : [];
  terminal.out(`\n${ending.join('\n')}\n`);
  return EXIT_OK;
}
