// Probes any number of addresses by ARP, at a limited rate.
import type { Link } from '../machine/links.js';
import type { PacketSocket } from '../machine/packet-socket.js';
import { arpProbe, parseArp } from './arp.js';
import type { Device } from './device.js';
import { parseFrame, TYPE } from './frame.js';
import { addressesOf, isInRanges, sizeOf, type Range } from '../gateway/known-addresses.js';
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
  const timer = sendProbes(link, socket, ranges, probing, wait);
  await wait.over;
  clearInterval(timer);
  socket.off('frame', onFrame);
  return [...devices.values()];
}

function answerIn(bytes: Buffer, ranges: readonly Range[]) {
  const frame = parseFrame(bytes);
  if (frame?.type !== TYPE.arp) return undefined;
  const message = parseArp(frame.payload);
  if (message?.isReply !== true || !isInRanges(message.sender, ranges)) return undefined;
  return { address: message.sender, mac: message.senderMac };
}

/** Sends the probes, a batch at each tick of the timer that it returns, and then starts the wait. */
function sendProbes(
  { mac }: Link,
  socket: PacketSocket,
  ranges: readonly Range[],
  { perSecond, rounds, onProgress }: ProbeOptions,
  wait: Wait,
): NodeJS.Timeout {
  const all = Array.from({ length: rounds }, () => ranges).flat();
  const addresses = addressesOf(all);
  const [total, most] = [sizeOf(all), Math.max(1, Math.round((perSecond * TICK_MS) / 1000))];
  let sent = 0;
  // A late tick sends no larger batch, because a burst would break the rate.
  const tick = (): void => {
    if (socket.isBusy) return;
    const count = Math.min(most, total - sent);
    socket.send(Array.from({ length: count }, () => arpProbe(mac, addresses.next().value ?? '')));
    sent += count;
    onProgress?.(sent / total);
    if (sent < total) return;
    clearInterval(timer);
    wait.start();
  };
  const timer = setInterval(tick, TICK_MS);
  tick();
  return timer;
}
