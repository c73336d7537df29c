// Judges a gateway by its maker: whether the configuration gives its clients the turns and the name that they need.
import type { ForwardConfig } from '../config/config.js';
import { isSure, type MakerGuess } from '../gateway/maker.js';
import { MAKERS, optionsFor } from '../gateway/makers.js';
import { finding, type Finding } from './causes.js';

/**
 * @param gateway its address
 * @param forwards those to this gateway
 * @param mdns the name that this machine answers to at home
 */
export function judgeMaker(
  guess: MakerGuess | undefined,
  gateway: string,
  forwards: readonly Pick<ForwardConfig, 'maxTargetConnections'>[],
  mdns: string | undefined,
): Finding[] {
  if (guess === undefined) return [finding('maker-unknown', {})];
  const { maker } = guess;
  const known = MAKERS[maker];
  const found = finding('maker-found', { guess, known });
  // A guess is said, and nothing is asked for because of it.
  if (known === undefined || !isSure(guess)) return [found];
  const { maxTargetConnections: sessions, mdns: name } = optionsFor(maker);
  const limits = forwards.map(({ maxTargetConnections: most }) => (most === 0 ? Infinity : most));
  return [
    found,
    ...(sessions !== undefined && Math.max(...limits) > sessions
      ? [finding('maker-takes-few-sessions', { maker, sessions })]
      : []),
    ...(name === undefined || name === mdns ? [] : [finding('maker-wants-name', { maker, name, gateway })]),
  ];
}
