// The fields of a forward that /status and /readyz share: where it listens, and how its target is.
import { formatTarget } from '../../config/endpoint.js';
import { formatListen } from '../../config/listen-address.js';
import type { ListenError } from '../../forward/listen/listener.js';
import type { ForwardView } from '../../forward/view.js';
import type { TimeOfDay } from './clock.js';
import type { ForwardStatus, ListenFailureStatus, TargetStatus } from './schema.js';

export function listenFields({
  config,
  listenFailures,
}: ForwardView): Pick<ForwardStatus, 'listen' | 'listenFailures'> {
  const failures = listenFailures.map(listenFailureStatus);
  return {
    listen: config.listen.map(formatListen),
    ...(failures.length > 0 && { listenFailures: failures }),
  };
}

function listenFailureStatus({ address, code, user }: ListenError): ListenFailureStatus {
  const { name: program = null, pid = null, user: userName = null } = user ?? {};
  return { address: formatListen(address), code, program, pid, user: userName };
}

export function targetStatus({ config, reachability }: ForwardView, clock: TimeOfDay): TargetStatus {
  const { state, since, lastTriedAt, lastSuccessAt, lastFailure } = reachability;
  return {
    address: formatTarget(config.target),
    source: config.source ?? null,
    state,
    since: clock.isoOrNull(since),
    lastTry: clock.isoOrNull(Number.isFinite(lastTriedAt) ? lastTriedAt : undefined),
    lastSuccess: clock.isoOrNull(lastSuccessAt),
    lastFailure: lastFailure
      ? { at: clock.iso(lastFailure.at), outcome: lastFailure.outcome, code: lastFailure.code }
      : null,
  };
}
