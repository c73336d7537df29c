// Asks by ARP who is there: any number of addresses, at a rate that disturbs nobody.
import type { Link } from '../machine/links.js';
import type { PacketSocket } from '../machine/packet-socket.js';
import { arpProbe, parseArp } from './arp.js';
import type { Device } from './device.js';
import { parseFrame, TYPE } from './frame.js';
import { addressesOf, isInRanges, sizeOf, type Range } from './known-addresses.js';
import { Wait, type Patience } from './wait.js';

export interface ProbeOptions extends Patience {
  readonly perSecond: number;
  /** How often each address is asked. */
  readonly rounds: number;
  /** How much is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** How often frames are sent, in ms; in between a device has time to answer. */
const TICK_MS = 20;
/** More answers come from no cable that leads to a gateway: whoever gives them plays a game. */
export const MAX_DEVICES = 32;

/**
 * The devices that answer for these addresses. `longestMs` counts from the last probe. Two that answer for the same
 * address are two devices.
 */
export async function probeAddresses(
  link: Link,
  socket: PacketSocket,
  ranges: readonly Range[],
  probing: ProbeOptions,
): Promise<Device[]> {
  const devices = new Map<string, Device>();
  const wait = new Wait(probing);
  const onFrame = (bytes: Buffer): void => {
    const device = answerIn(bytes, ranges);
    if (device === undefined || devices.size >= MAX_DEVICES) return;
    devices.set(`${device.address} ${device.mac}`, device);
    wait.answered();
  };
  socket.on('frame', onFrame);
  const sending = new ProbeSender(link, socket, ranges, probing, wait);
  await wait.over;
  sending.stop();
  socket.off('frame', onFrame);
  return [...devices.values()];
}

function answerIn(
  bytes: Buffer,
  ranges: readonly Range[],
): Required<Pick<Device, 'address' | 'mac'>> | undefined {
  const frame = parseFrame(bytes);
  if (frame?.type !== TYPE.arp) return undefined;
  const message = parseArp(frame.payload);
  if (message?.isReply !== true || !isInRanges(message.sender, ranges)) return undefined;
  return { address: message.sender, mac: message.senderMac };
}

/** Sends the probes, some at each tick, and then starts the wait. */
class ProbeSender {
  private readonly addresses: Generator<string, undefined>;
  private readonly total: number;
  private readonly timer: NodeJS.Timeout;
  private sent = 0;

  constructor(
    private readonly link: Link,
    private readonly socket: PacketSocket,
    ranges: readonly Range[],
    private readonly probing: ProbeOptions,
    private readonly wait: Wait,
  ) {
    this.addresses = repeated(ranges, probing.rounds);
    this.total = sizeOf(ranges) * probing.rounds;
    this.timer = setInterval(this.tick, TICK_MS);
    this.tick();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** A tick that comes late sends no more than another: a machine that was busy must not make up for it at once. */
  private readonly tick = (): void => {
    if (this.socket.isBusy) return;
    const frames: Buffer[] = [];
    const most = Math.max(1, Math.round((this.probing.perSecond * TICK_MS) / 1000));
    while (frames.length < most) {
      const address = this.addresses.next().value;
      if (address === undefined) break;
      frames.push(arpProbe(this.link.mac, address));
    }
    this.sent += frames.length;
    this.socket.send(frames);
    this.probing.onProgress?.(this.sent / this.total);
    if (this.sent < this.total) return;
    this.stop();
    this.wait.start();
  };
}

function* repeated(ranges: readonly Range[], rounds: number): Generator<string, undefined> {
  for (let round = 0; round < rounds; round += 1) yield* addressesOf(ranges);
  return undefined;
}
