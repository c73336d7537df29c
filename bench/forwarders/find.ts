// All forwarders that this machine has, and those it has not.
import type { ForwarderProgram, MissingForwarder } from './forwarder.js';
import { findHaproxy } from './haproxy.js';
import { findNginx } from './nginx.js';
import { PIPE } from './pipe.js';
import { SMGW_PROXY } from './smgw-proxy.js';
import { findSocat } from './socat.js';
import { findSocketProxyd } from './systemd-socket-proxyd.js';

export interface ForwarderSearch {
  readonly forwarders: readonly ForwarderProgram[];
  readonly missing: readonly MissingForwarder[];
}

export function findForwarders(): ForwarderSearch {
  const all = [SMGW_PROXY, PIPE, findHaproxy(), findNginx(), findSocat(), findSocketProxyd()];
  return {
    forwarders: all.filter((each): each is ForwarderProgram => !isMissing(each)),
    missing: all.filter(isMissing),
  };
}

function isMissing(each: ForwarderProgram | MissingForwarder): each is MissingForwarder {
  return 'reason' in each;
}
