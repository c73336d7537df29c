// For tests of a single direction: nothing hears its events.
import type { DirectionEvents } from '../../src/forward/relay/direction.js';

export const NO_EVENTS: DirectionEvents = {
  onBytes: () => undefined,
  onFin: () => undefined,
  onError: () => undefined,
  onClose: () => undefined,
};
