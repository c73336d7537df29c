// The record of a connection for tests that care about a part of it only.
import type { ConnectionRecord } from '../../src/forward/record.js';

/** One that went as it should. */
export function connectionRecord(own: Partial<ConnectionRecord> = {}): ConnectionRecord {
  return {
    id: 17,
    forward: 'gateway',
    client: '192.168.0.12:51234',
    peer: undefined,
    local: '192.168.0.10:8080',
    target: '10.11.120.2:443',
    queueMs: 0,
    connectMs: 1.23456,
    firstByteMs: 35.1,
    silentMs: 4.2,
    durationMs: 1240,
    bytesToTarget: 812,
    bytesToClient: 3481,
    atMost: [],
    outcome: 'client-closed',
    active: 2,
    unansweredMs: 0,
    unansweredBytes: 0,
    code: undefined,
    holder: undefined,
    ...own,
  };
}
