// The answers of /readyz, for all forwards or for one: whether each listens and reached its target, or why not.
import type { ForwardStatus, Status } from './status/schema.js';

export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly Reason[];
}

/** Why the service is not ready; `stopping` holds for all forwards. */
type Reason =
  | { readonly reason: 'stopping' }
  | ({ readonly reason: Exclude<ForwardStatus['state'], 'ready'> } & Pick<
      ForwardStatus,
      'listen' | 'listenFailures'
    > & {
        readonly forward: string;
        readonly target: string;
        readonly lastFailure: ForwardStatus['target']['lastFailure'];
      });

/** @param name of the only forward that is asked about */
export function readiness({ stopping, forwards: all }: Status, name?: string): Readiness {
  const forwards = all.filter((forward) => name === undefined || forward.name === name);
  const reasons = forwards.flatMap(({ name, state, listen, listenFailures, target }): Reason[] => {
    if (state === 'ready') return [];
    const failures = listenFailures && { listenFailures };
    const { address, lastFailure } = target;
    return [{ reason: state, forward: name, listen, ...failures, target: address, lastFailure }];
  });
  if (stopping) reasons.unshift({ reason: 'stopping' });
  return { ready: reasons.length === 0, reasons };
}
