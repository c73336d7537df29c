// Probes any number of addresses by ARP, at a limited rate.
import type { Link } from '../machine/links.js';
import type { PacketSocket } from '../machine/packet-socket.js';
import { arpProbe, parseArp } from './arp.js';
import type { Device } from './device.js';
import { parseFrame, TYPE } from './frame.js';
import { addressesOf, isInRanges, sizeOf, type Range } from './known-addresses.js';
import { Wait, type Patience } from './wait.js';

export interface ProbeOptions extends Patience {
  readonly perSecond: number;
  /** How many probes each address gets. */
  readonly rounds: number;
  /** Called with the share of probes sent, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** Frames go out in batches, one every so many ms, so that devices have time to answer in between. */
const TICK_MS = 20;
/** Most devices kept: a cable to a gateway has a few, and forged answers must not fill the memory. */
export const MAX_DEVICES = 32;

/**
 * The devices that answer for these addresses. `longestMs` counts from the last probe. Two MACs that answer for the
 * same address are two devices.
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

/** Sends the probes, a batch at each tick, and then starts the wait. */
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

  /** A late tick sends no larger batch, because a burst would break the rate. */
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
