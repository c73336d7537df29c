// Changes options of the present configuration, without a search for the gateway: `setup --max-target-connections 1`.
import { EXIT_COULD_NOT_RUN, EXIT_OK } from '../../config/exit-status.js';
import type { Endpoint } from '../../config/config.js';
import { formatTarget, targetKey } from '../../config/endpoint.js';
import { FORWARD_OPTIONS, SERVICE_CONFIG } from '../../config/options.js';
import { keptLanguage, withOptions, withSettings } from '../../setup/config-text.js';
import { SETTING_NAMES } from '../../setup/written-options.js';
import { isActive, textOf } from '../../setup/gather.js';
import { makeChange } from '../../setup/plan.js';
import { readUnit } from '../../systemd/systemd-unit.js';
import { loadServiceConfig } from '../machine.js';
import { checkConfig, checkResult, undoEarlier } from './before.js';
import type { SetupSettings } from './options.js';
import { ownAddresses, withOwnAccess } from './own-access.js';
import type { Session } from './session.js';
import { Stop } from './stop.js';
import { planText } from './view.js';

/** Whether the settings ask for nothing but that. */
export async function isChange(settings: SetupSettings): Promise<boolean> {
  const { options, target, undo } = settings;
  const isAlone = undo === undefined && target === undefined && settings.interface === undefined;
  // The language alone comes with a whole setup, as the installer calls it.
  return (
    isAlone && SETTING_NAMES.some((name) => name in options) && (await textOf(SERVICE_CONFIG)) !== undefined
  );
}

/** Resolves with the exit status; rejects with a Stop. */
export async function changeOptions(session: Session): Promise<number> {
  const { texts, terminal, transaction, settings, scene } = session;
  await checkConfig(session);
  await undoEarlier(session);
  const unit = await readUnit();
  const present = (await textOf(SERVICE_CONFIG)) ?? '';
  const { language } = settings;
  const options = withOwnAccess(settings.options, ownAddresses(scene.surroundings, undefined));
  const edited = withSettings(present, options, await gatewayOf(session), language);
  if (edited === undefined) throw new Stop(EXIT_COULD_NOT_RUN, texts.noPlace);
  const content = withOptions(edited, keptLanguage(language, false), language);
  const actions = makeChange(present, content, { isActive: unit !== undefined && isActive(unit) });
  await checkResult(session, actions);
  if (actions.length === 0) {
    terminal.out(`${texts.nothingToDo}\n`);
    return EXIT_OK;
  }
  terminal.out(planText(actions, texts.hanLink, texts, terminal));
  await session.agree();
  session.judge(await transaction.perform(actions, session.signal));
  terminal.out(`\n${texts.changed}\n`);
  return EXIT_OK;
}

/** The gateway that the options concern; rejects with a Stop where the configuration has several. */
async function gatewayOf({ scene, settings, texts }: Session): Promise<Endpoint> {
  const loaded = await loadServiceConfig(scene.machine);
  const targets = loaded.ok ? loaded.config.forwards.map(({ target }) => target) : [];
  const [target, ...others] = new Map(targets.map((each) => [targetKey(each), each])).values();
  const isForEach = FORWARD_OPTIONS.some(({ name }) => name in settings.options);
  if (target === undefined || (isForEach && others.length > 0))
    throw new Stop(EXIT_COULD_NOT_RUN, texts.severalGateways(targets.map(formatTarget)));
  return target;
}
