// A --target that does not answer: asked about first, and taken back where the gateway before it does.
import type { Endpoint } from '../../config/config.js';
import { formatTarget, targetKey } from '../../config/endpoint.js';
import { EXIT_COULD_NOT_RUN, EXIT_DECLINED } from '../../config/exit-status.js';
import { bare } from '../../config/problem.js';
import { probeTls, TLS_ANSWER_MS } from '../../gateway/tls-probe.js';
import { loadServiceConfig } from '../machine.js';
import { askLine } from '../terminal/keyboard.js';
import type { Session } from './session.js';
import { Stop } from './stop.js';

/** Another gateway than the named one, if the present configuration has it and it answers; it would be lost. */
export async function gatewayAtStake({ settings, scene }: Session): Promise<Endpoint | undefined> {
  const { target } = settings;
  if (target === undefined) return undefined;
  const loaded = await loadServiceConfig(scene.machine);
  const [present] = loaded.ok ? loaded.config.forwards.map((forward) => forward.target) : [];
  if (present === undefined || targetKey(present) === targetKey(target)) return undefined;
  return (await answers(present)) ? present : undefined;
}

/** Rejects with a Stop unless the user agrees. @param atStake as gatewayAtStake() */
export async function agreeToMute(
  { settings, texts, signal }: Session,
  target: Endpoint,
  atStake: Endpoint | undefined,
): Promise<void> {
  if (settings.isAgreed && atStake !== undefined)
    throw new Stop(EXIT_COULD_NOT_RUN, texts.muteTarget(nameOf(target), nameOf(atStake)));
  if (settings.isAgreed || settings.isDryRun) return;
  const answer = await askLine(texts.askMute(nameOf(target), atStake && nameOf(atStake)), signal);
  if (!texts.yes.test(answer)) throw new Stop(EXIT_DECLINED, [texts.declined]);
}

/** After the change: takes it back, and rejects with a Stop, unless the new gateway answers. */
export async function orBack(session: Session, target: Endpoint, before: Endpoint): Promise<void> {
  if (await answers(target)) return;
  session.leave(await session.transaction.undoLast());
  throw new Stop(EXIT_COULD_NOT_RUN, session.texts.wentBack(nameOf(target), nameOf(before)));
}

const nameOf = (target: Endpoint): string => bare(formatTarget(target));

async function answers(target: Endpoint): Promise<boolean> {
  const { kind } = await probeTls({ ...target, timeoutMs: TLS_ANSWER_MS });
  return kind === 'certificate' || kind === 'no-tls';
}
