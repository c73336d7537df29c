// Chooses how bytes are moved: over libuv's own handles, or over Node's sockets.
import type { Server } from 'node:net';
import type { Config } from '../config/config.js';
import { handleWires } from '../forward/wire/handle-wire.js';
import { socketWires } from '../forward/wire/socket-wire.js';
import { proveWires } from '../forward/wire/trial.js';
import type { WireMaker } from '../forward/wire/wire.js';
import type { Log } from '../log/log.js';
import * as records from './service-log.js';

/** Anything unexpected about the undocumented part of Node is a reason to do without it. */
export async function chooseWires({ wire }: Config, log: Log): Promise<WireMaker<Server>> {
  if (wire === 'socket') return socketWires;
  try {
    const wires = handleWires();
    await proveWires(wires);
    return wires;
  } catch (error) {
    log.write(records.socketsOnly(error instanceof Error ? error.message : String(error)));
    return socketWires;
  }
}
