// Listens on the link while the cable is replugged: a device whose link comes up sends frames of its own.
import { readCarrier, type Carrier, type Link } from '../machine/links.js';
import type { PacketSocket } from '../machine/packet-socket.js';
import type { Device } from './device.js';
import { overhear, type Sign } from './overhear.js';
import { MAX_DEVICES } from './probe.js';
import { Wait, type Patience } from './wait.js';

export interface ReplugPatience extends Patience {
  /** How long to listen after the cable is back, in ms. */
  readonly afterReplugMs: number;
  /** How long to listen for an IPv4 address after a frame has shown an IPv6 address, in ms. */
  readonly ipv4Ms: number;
  /** Called when the cable is unplugged, and when it is plugged in again. */
  readonly onCarrier?: (carrier: Carrier) => void;
}

const LOOK_EVERY_MS = 100;

/** The devices whose frames arrive, each at its IPv4 address if a frame shows it, else at its link-local one. */
export async function listenIn(
  link: Link,
  socket: PacketSocket,
  listening: ReplugPatience,
): Promise<Device[]> {
  const heard = new Map<string, Sign>();
  const wait = new Wait(listening);
  const onFrame = (frame: Buffer): void => {
    const sign = overhear(frame);
    if (sign === undefined || sign.mac === link.mac || heard.size >= MAX_DEVICES) return;
    heard.set(sign.mac, { ...heard.get(sign.mac), ...sign });
    // A device sends its IPv6 address first; the more useful IPv4 address may follow.
    if (sign.ipv4 === undefined) wait.endWithin(listening.ipv4Ms);
    else wait.answered();
  };
  socket.on('frame', onFrame);
  wait.start();
  const watching = watchCarrier(link, listening, wait);
  await wait.over;
  clearInterval(watching);
  socket.off('frame', onFrame);
  return [...heard.values()].flatMap((sign) => deviceOf(sign, link.name));
}

/** Shortens the wait when the cable is back, so that a replug does not take the whole time. */
function watchCarrier(
  { name }: Link,
  { afterReplugMs, onCarrier }: ReplugPatience,
  wait: Wait,
): NodeJS.Timeout {
  // The cable was in when the discovery began; if it is out by now, the first poll reports that.
  let last: Carrier = 'plugged';
  return setInterval(() => {
    const carrier = readCarrier(name);
    if (carrier === last) return;
    last = carrier;
    onCarrier?.(carrier);
    if (carrier === 'plugged') wait.endWithin(afterReplugMs);
  }, LOOK_EVERY_MS);
}

function deviceOf({ mac, ipv4, ipv6 }: Sign, link: string): Device[] {
  const linkLocal = ipv6 && `${ipv6}%${link}`;
  const address = ipv4 ?? linkLocal;
  return address === undefined ? [] : [{ address, mac, linkLocal }];
}
