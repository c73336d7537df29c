// The answers of /readyz, for all forwards or for one: whether each listens and reached its target, or why not.
import type { ForwardView } from '../forward/view.js';
import { TimeOfDay } from './status/clock.js';
import { listenFields, targetStatus } from './status/forward-fields.js';
import type { ForwardState, ForwardStatus, TargetStatus } from './status/schema.js';
import { stateOf } from './status/verdict.js';

export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly Reason[];
}

/** Why the service is not ready; `stopping` holds for all forwards. */
type Reason =
  | { readonly reason: 'stopping' }
  | ({ readonly reason: Exclude<ForwardState, 'ready'> } & Pick<
      ForwardStatus,
      'listen' | 'listenFailures'
    > & {
        readonly forward: string;
        readonly target: string;
        readonly lastFailure: TargetStatus['lastFailure'];
      });

/** Costs little where all is well: it may be asked for without limit. */
export function readiness(views: readonly ForwardView[], isStopping: boolean): Readiness {
  const clock = new TimeOfDay();
  const reasons = views.flatMap((view): Reason[] => {
    const state = stateOf(view);
    if (state === 'ready') return [];
    const { address, lastFailure } = targetStatus(view, clock);
    return [
      { reason: state, forward: view.config.name, ...listenFields(view), target: address, lastFailure },
    ];
  });
  if (isStopping) reasons.unshift({ reason: 'stopping' });
  return { ready: reasons.length === 0, reasons };
}
