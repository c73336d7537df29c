// The answer of /readyz: whether each forward listens and reached its target at the last try, or why not.
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

export function readiness({ ready, stopping, forwards }: Status): Readiness {
  const reasons = forwards.flatMap(({ name, state, listen, listenFailures, target }): Reason[] => {
    if (state === 'ready') return [];
    const failures = listenFailures && { listenFailures };
    const { address, lastFailure } = target;
    return [{ reason: state, forward: name, listen, ...failures, target: address, lastFailure }];
  });
  return { ready, reasons: stopping ? [{ reason: 'stopping' }, ...reasons] : reasons };
}
