// Ends a connection without a byte, and gives the other side time to do the same.
import type { Wire, WireReader } from './wire.js';

/** How long the other side may take for its FIN after ours, in ms. */
const FIN_WAIT_MS = 1000;

const DISCARD: WireReader = { onPiece: () => true, onFin: () => undefined };

/**
 * Sends FIN behind everything written and drops what still comes. The wire closes when the other side has answered with
 * its own FIN; after the wait `cut` has to close it.
 */
export function hangUp(wire: Wire, cut: () => void): void {
  wire.end();
  wire.read(DISCARD);
  setTimeout(cut, FIN_WAIT_MS).unref();
}
