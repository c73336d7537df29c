// Ends a connection to the target without a byte, and waits until the target has seen that.
import type { Wire } from '../wire/wire.js';

/** How long a target may take for its FIN after ours, in ms. */
const FIN_WAIT_MS = 1000;

/** Sends FIN, drops what still comes, and calls `closed` once when the target has answered with its own, or is cut. */
export function hangUp(wire: Wire, closed: () => void): void {
  const timer = setTimeout(() => {
    wire.reset();
  }, FIN_WAIT_MS);
  wire.owner = {
    onError: () => undefined,
    onClose: () => {
      clearTimeout(timer);
      closed();
    },
  };
  wire.end();
  wire.read({ onPiece: () => true, onFin: () => undefined });
}
