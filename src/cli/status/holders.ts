// Names the programs that have a port of the service: root sees what the service, a user of its own, cannot.
import { parseListen } from '../../config/listen-address.js';
import type { ListenFailureStatus, Status } from '../../admin/status/schema.js';
import { portUser } from '../../machine/listeners.js';

/** The same status, with each program that this user may see. Only for a service on this machine. */
export function withHolders(status: Status): Status {
  const forwards = status.forwards.map(({ listenFailures, ...forward }) => ({
    ...forward,
    ...(listenFailures && { listenFailures: listenFailures.map(named) }),
  }));
  return { ...status, forwards };
}

function named(failure: ListenFailureStatus): ListenFailureStatus {
  if (failure.user === null || failure.pid !== null) return failure;
  const address = parseListen(failure.address);
  const { pid, name = null } = (address.ok ? portUser(address.value, true) : undefined) ?? {};
  return pid === undefined ? failure : { ...failure, pid, program: name };
}
