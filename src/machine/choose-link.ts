// Which link the gateway hangs on: a wired one that leads nowhere else. The home's own is never touched.
import type { Link } from './links.js';

/** Why a link must not be used, or that there is none of that name. */
export type Unfit = 'unknown' | 'wireless' | 'default-route' | 'ssh';

export type Choice = { readonly ok: true; readonly link: Link } | NoChoice;

export interface NoChoice {
  readonly ok: false;
  readonly reason: Unfit | 'several' | 'none' | 'unreadable';
  /** The names of the links that could be it. */
  readonly candidates: readonly string[];
}

export interface Surroundings {
  readonly links: readonly Link[];
  readonly defaultRoutes: ReadonlySet<string>;
  /** The interface that carries the SSH session in which this runs. */
  readonly sshInterface: string | undefined;
  /** Why links, routes or addresses are unknown, if they are: the interface of the kernel, and an errno name. */
  readonly unreadable?: string | undefined;
}

/** @param asked the name given on the command line */
export function chooseLink(surroundings: Surroundings, asked?: string): Choice {
  const { links, unreadable } = surroundings;
  if (unreadable !== undefined) return { ok: false, reason: 'unreadable', candidates: [] };
  // A machine whose links all come from the kernel is a container: there these links are meant.
  const real = links.some(({ isHardware }) => isHardware)
    ? links.filter(({ isHardware }) => isHardware)
    : links;
  const fit = real.filter((link) => link.kind === 'ethernet' && unfitness(link, surroundings) === undefined);
  const candidates = fit.map(({ name }) => name);
  if (asked === undefined) return chooseAmong(fit, candidates);
  const link = links.find(({ name }) => name === asked);
  if (link === undefined) return { ok: false, reason: 'unknown', candidates };
  const reason = unfitness(link, surroundings);
  return reason === undefined ? { ok: true, link } : { ok: false, reason, candidates };
}

/** The only one, or the only one with a cable in it. */
function chooseAmong(fit: readonly Link[], candidates: readonly string[]): Choice {
  const plugged = fit.filter(({ carrier }) => carrier === 'plugged');
  const [link] = plugged.length > 0 ? plugged : fit;
  if (link === undefined) return { ok: false, reason: 'none', candidates };
  const isOnly = plugged.length === 1 || fit.length === 1;
  return isOnly ? { ok: true, link } : { ok: false, reason: 'several', candidates };
}

function unfitness({ name, kind }: Link, { defaultRoutes, sshInterface }: Surroundings): Unfit | undefined {
  if (kind === 'wireless') return 'wireless';
  if (defaultRoutes.has(name)) return 'default-route';
  return name === sshInterface ? 'ssh' : undefined;
}
