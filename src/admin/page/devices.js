// The devices in the home, by their names where they are known.
/** @import { ClientStatus } from '../status/schema.js' */
/** @import { View } from './view.js' */

/** Behind an address of `address:port` or `[v6]:port`. */
const PORT = /:\d+$/;

/** @param {string} end with or without a port, as /status has both */
function addressOf(end) {
  const isAlone = end.split(':').length > 2 && !end.startsWith('[');
  return isAlone ? end : end.replace(PORT, '').replace(/^\[(.*)\]$/, '$1');
}

/**
 * A name as people say it: of homeassistant.fritz.box the first label.
 *
 * @param {Pick<ClientStatus, 'address' | 'name'>} client
 */
export function shortName({ address, name }) {
  if (name === null) return address;
  return /\s/.test(name) ? name : (name.split('.')[0] ?? name);
}

/**
 * @param {View} view
 * @param {string} end with or without a port
 */
export function deviceOf({ names }, end) {
  const address = addressOf(end);
  return names.get(address) ?? address;
}
