// Asks for DHCP servers on the link. The offers are left to expire.
import { randomInt } from 'node:crypto';
import type { Link } from '../machine/links.js';
import type { PacketSocket } from '../machine/packet-socket.js';
import { dhcpDiscover, parseOffer, type DhcpOffer } from './dhcp.js';
import { Wait, type Patience } from './wait.js';

const MAX_TRANSACTION = 2 ** 32 - 1;
const MAX_OFFERS = 4;

/** Sends two DISCOVERs and collects the offers, one for each server. */
export async function lookForDhcp(
  link: Link,
  socket: PacketSocket,
  patience: Patience,
): Promise<DhcpOffer[]> {
  const transaction = randomInt(MAX_TRANSACTION);
  const offers = new Map<string, DhcpOffer>();
  const wait = new Wait(patience);
  const onFrame = (frame: Buffer): void => {
    const offer = parseOffer(frame, transaction);
    if (offer === undefined || offers.size >= MAX_OFFERS) return;
    offers.set(offer.serverMac, offer);
    wait.answered();
  };
  const ask = (): void => {
    socket.send([dhcpDiscover(link.mac, transaction)]);
  };
  socket.on('frame', onFrame);
  ask();
  const again = setTimeout(ask, patience.longestMs / 3);
  wait.start();
  await wait.over;
  clearTimeout(again);
  socket.off('frame', onFrame);
  return [...offers.values()];
}
