// The Ethernet frame around everything that is sent and heard in a discovery, and the addresses in it.

export const BROADCAST = 'ff:ff:ff:ff:ff:ff';
export const TYPE = { ipv4: 0x0800, arp: 0x0806, ipv6: 0x86dd } as const;

const HEADER = 14;
/** Without its checksum, which the hardware adds. */
const SHORTEST = 60;

export interface Frame {
  readonly source: string;
  readonly type: number;
  readonly payload: Buffer;
}

/** A frame to everybody, from this hardware address. */
export function broadcastFrame(source: string, type: number, payload: Buffer): Buffer {
  const frame = Buffer.alloc(Math.max(HEADER + payload.length, SHORTEST));
  macBytes(BROADCAST).copy(frame, 0);
  macBytes(source).copy(frame, 6);
  frame.writeUInt16BE(type, 12);
  payload.copy(frame, HEADER);
  return frame;
}

/** Undefined if it is too short to be one. */
export function parseFrame(frame: Buffer): Frame | undefined {
  if (frame.length < HEADER) return undefined;
  return { source: macText(frame, 6), type: frame.readUInt16BE(12), payload: frame.subarray(HEADER) };
}

export const macBytes = (mac: string): Buffer => Buffer.from(mac.replaceAll(':', ''), 'hex');
export const macText = (bytes: Buffer, at: number): string =>
  bytes.toString('hex', at, at + 6).replace(/..(?=.)/g, '$&:');

export const ipv4Bytes = (address: string): Buffer => Buffer.from(address.split('.').map(Number));
export const ipv4Text = (bytes: Buffer, at: number): string => bytes.subarray(at, at + 4).join('.');

/** Whether something can be the address of one device: not of this machine, nobody, a group or everybody. */
export const isDeviceAddress = (address: string): boolean =>
  !/^(?:0|127|22[4-9]|2[34]\d|25[0-5])\./.test(address);
