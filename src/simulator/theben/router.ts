// Maps a request line to its action: the redirect, the user's page, or a method call.
import { Refusal } from '../refusal.js';

export type RouteAction = 'redirect' | 'page' | 'call';

const ROOT = '/smgw/m2m';

/** The path that redirects. */
export const isRoot = (path: string): boolean => path === ROOT || path === `${ROOT}/`;

/** The target of the redirect. */
export function userPath(userId: string): string {
  return `${ROOT}/${userId}.sm`;
}

/** The action of each HTTP method at a path; undefined for an unknown path. */
function actionsAt(path: string, userId: string): Readonly<Record<string, RouteAction>> | undefined {
  switch (path) {
    case ROOT:
    case `${ROOT}/`:
      // Home Assistant sends a POST here to find its path.
      return { GET: 'redirect', HEAD: 'redirect', POST: 'redirect' };
    case userPath(userId):
      // After the 307 clients repeat their POST here, and some never add /json.
      return { GET: 'page', HEAD: 'page', POST: 'call' };
    case `${userPath(userId)}/json`:
      return { POST: 'call' };
    default:
      return undefined;
  }
}

/** The action for a logged-in user. Throws a Refusal: 404 for an unknown path or another user's, 405 for a wrong method. */
export function route(method: string, target: string, userId: string): RouteAction {
  const [path = ''] = target.split('?', 1);
  const actions = actionsAt(path, userId);
  if (actions === undefined) throw new Refusal(404, 'There is nothing at this path.');
  const action = Object.hasOwn(actions, method) ? actions[method] : undefined;
  if (action !== undefined) return action;
  throw new Refusal(405, 'The HTTP method is not allowed here.', { Allow: Object.keys(actions).join(', ') });
}
