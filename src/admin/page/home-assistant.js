// The entry for Home Assistant, with a button that copies it.
/** @import { ForwardStatus } from '../status/schema.js' */
/** @import { View } from './view.js' */
import { h } from './dom.js';

/** That of HTTPS: clients take it when they are told none. */
const USUAL_PORT = '443';
const LOOPBACK = /^(?:localhost|127\..*|\[::1\])$/;

/** @typedef {{ readonly host: string | undefined, readonly port: string, readonly text: string }} Place host: undefined for an address unknown here */

/**
 * The host and port that a client needs, the usual port first. A port alone is one of every address of that machine, and
 * this page has come from one of them.
 *
 * @param {View} view
 * @param {readonly string[]} addresses such as 443 or 192.168.0.10:8080
 * @returns {readonly Place[]}
 */
export function placesOf({ texts: { place, thisMachine } }, addresses) {
  const own = LOOPBACK.test(location.hostname) ? undefined : location.hostname;
  const places = addresses.map((address) => {
    const [, host = own, port = ''] = /^(?:(.*):)?(\d+)$/.exec(address) ?? [];
    return { host, port, text: place(host ?? thisMachine, port) };
  });
  const usual = places.filter(({ port }) => port === USUAL_PORT);
  const all = [...usual, ...places];
  return all.filter((each, at) => all.findIndex(({ text }) => text === each.text) === at);
}

/**
 * The best place, with a button that copies it: the address, and the port unless it is the usual one.
 *
 * @param {View} view
 * @param {ForwardStatus} forward
 */
export function homeAssistantCard(view, forward) {
  const { texts } = view;
  const words = texts.homeAssistant;
  const [place] = placesOf(view, forward.addresses);
  if (place === undefined) return undefined;
  const { host, port } = place;
  const value = port === USUAL_PORT ? host : host && `${host}:${port}`;
  const isCopied = value !== undefined && view.copied === value;
  return h('section', { id: 'home-assistant', class: 'card', 'aria-labelledby': 'home-assistant-title' }, [
    h('h2', { id: 'home-assistant-title' }, words.title),
    h('p', { class: 'entry' }, [
      h('code', { id: 'entry' }, value ?? place.text),
      value !== undefined &&
        h(
          'button',
          { type: 'button', class: 'more copy', onclick: () => void view.copy(value) },
          isCopied ? words.copied : words.copy,
        ),
    ]),
    h('p', { class: 'note' }, port === USUAL_PORT ? words.usual : words.port(port)),
    h('p', { class: 'note' }, words.login),
  ]);
}

/**
 * Copies a text. Browsers keep the clipboard API for https and localhost, and this page comes by http.
 *
 * @param {string} text
 * @returns {Promise<boolean>} whether it has been copied
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const selection = getSelection();
    selection?.selectAllChildren(document.getElementById('entry') ?? document.body);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way by http
    const isCopied = document.execCommand('copy');
    if (isCopied) selection?.removeAllRanges();
    return isCopied;
  }
}
