// All forwarders that this machine has, and those it has not.
import type { Forwarder, Missing } from './forwarder.js';
import { findHaproxy } from './haproxy.js';
import { findNginx } from './nginx.js';
import { PIPE } from './pipe.js';
import { SMGW_PROXY } from './smgw-proxy.js';
import { findSocat } from './socat.js';
import { findSocketProxyd } from './systemd-socket-proxyd.js';

export interface Found {
  readonly forwarders: readonly Forwarder[];
  readonly missing: readonly Missing[];
}

export function findForwarders(): Found {
  const all = [SMGW_PROXY, PIPE, findHaproxy(), findNginx(), findSocat(), findSocketProxyd()];
  return {
    forwarders: all.filter((each): each is Forwarder => !isMissing(each)),
    missing: all.filter(isMissing),
  };
}

function isMissing(each: Forwarder | Missing): each is Missing {
  return 'reason' in each;
}
