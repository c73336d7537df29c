// Fails a connect that was not even tried.
import type { ConnectEvents } from '../wire/wire.js';

/** As if the kernel had refused to connect with this errno name; events and result are those of Dialler.connect(). */
export function failSoon(events: ConnectEvents, code: string): () => void {
  const immediate = setImmediate(() => {
    events.onError(code);
  });
  return () => {
    clearImmediate(immediate);
  };
}
