// Listens on the link while its cable is unplugged and plugged in again: a device that starts gives itself away.
import { readCarrier, type Carrier, type Link } from '../machine/links.js';
import type { PacketSocket } from '../machine/packet-socket.js';
import type { Device } from './device.js';
import { overhear, type Sign } from './overhear.js';
import { MAX_DEVICES } from './probe.js';
import { Wait, type Patience } from './wait.js';

export interface ReplugPatience extends Patience {
  /** How long to listen after the cable is back, in ms. */
  readonly afterReplugMs: number;
  /** How long to listen for an IPv4 address after a device has told an IPv6 address, in ms. */
  readonly ipv4Ms: number;
  /** Told when the cable is unplugged, and when it is plugged in again. */
  readonly onCarrier?: (carrier: Carrier) => void;
}

const LOOK_EVERY_MS = 100;

/** The devices that were heard. One that tells an IPv4 address is known by that. */
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
    // Without its IPv4 address a device is of little use, and that comes later, if it comes.
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

/** Who has unplugged the cable and plugged it in again need not wait for the end. */
function watchCarrier(
  { name }: Link,
  { afterReplugMs, onCarrier }: ReplugPatience,
  wait: Wait,
): NodeJS.Timeout {
  // It was plugged in when the discovery began; somebody quick may have pulled it already.
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
  const linkLocal = ipv6 === undefined ? undefined : `${ipv6}%${link}`;
  const address = ipv4 ?? linkLocal;
  if (address === undefined) return [];
  return [{ address, mac, ...(linkLocal === undefined ? {} : { linkLocal }) }];
}
