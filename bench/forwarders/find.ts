// The forwarders that a run is about.
import type { ForwarderId, ForwarderProgram, MissingForwarder } from './forwarder.js';
import { findHaproxy } from './haproxy.js';
import { findNginx } from './nginx.js';
import { PIPE } from './pipe.js';
import { SMGW_PROXY, SOCKET_WIRE } from './smgw-proxy.js';
import { findSocat } from './socat.js';
import { findSocketProxyd } from './systemd-socket-proxyd.js';

export interface ForwarderSearch {
  readonly forwarders: readonly ForwarderProgram[];
  readonly missing: readonly MissingForwarder[];
}

/** Those of the wanted ones that this machine has, and those that it has not. */
export function findForwarders(wanted: readonly ForwarderId[]): ForwarderSearch {
  const all = [
    ...[SMGW_PROXY, SOCKET_WIRE, PIPE],
    ...[findHaproxy(), findNginx(), findSocat(), findSocketProxyd()],
  ].filter(({ id }) => wanted.includes(id));
  return {
    forwarders: all.filter((each): each is ForwarderProgram => !isMissing(each)),
    missing: all.filter(isMissing),
  };
}

function isMissing(each: ForwarderProgram | MissingForwarder): each is MissingForwarder {
  return 'reason' in each;
}
