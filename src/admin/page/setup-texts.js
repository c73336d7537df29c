// The words of the page of a waiting setup that do not come from the setup itself.

const de = {
  title: 'smgw-proxy einrichten',
  asking: 'Warten auf smgw-proxy …',
  toDo: 'Was jetzt zu tun ist',
  isSo: 'Wie es weitergeht',
  steps: 'Die Suche, Schritt für Schritt',
  /** @param {string} time */
  since: (time) => `seit ${time} Uhr. Die Seite aktualisiert sich von selbst.`,
  lost: 'Kein Kontakt zu smgw-proxy',
  lostMore: [
    'Die Seite versucht es weiter. Beim Wechsel zur Statusseite dauert das einige Sekunden.',
    'Bleibt es so: Hat der Raspberry Pi Strom, und ist dieses Gerät im selben Heimnetz?',
  ],
  copy: 'Kopieren',
  copied: 'Kopiert',
  /** @param {string} version @param {string} host */
  footer: (version, host) => `smgw-proxy ${version} auf ${host}`,
  guide: 'Diese Seite kann nichts ändern. Anleitung auf diesem Rechner: man -L de smgw-proxy',
  /** @type {Readonly<Record<string, string>>} */
  marks: {
    ...{ ok: 'ok', warning: 'Achtung', failed: 'Fehler', nothing: 'nichts' },
    ...{ skipped: 'ausgelassen', later: 'später', running: 'läuft' },
  },
};

/** @type {typeof de} */
const en = {
  title: 'setting up smgw-proxy',
  asking: 'Waiting for smgw-proxy …',
  toDo: 'What to do now',
  isSo: 'What happens next',
  steps: 'The search, step by step',
  since: (time) => `since ${time}. This page updates itself.`,
  lost: 'No contact with smgw-proxy',
  lostMore: [
    'The page keeps trying. When the status page takes over, that takes some seconds.',
    'If it stays like this: does the Raspberry Pi have power, and is this device in the same home network?',
  ],
  copy: 'Copy',
  copied: 'Copied',
  footer: (version, host) => `smgw-proxy ${version} on ${host}`,
  guide: 'This page cannot change anything. Guide on this machine: man smgw-proxy',
  marks: {
    ...{ ok: 'ok', warning: 'warning', failed: 'failed', nothing: 'nothing' },
    ...{ skipped: 'skipped', later: 'later', running: 'running' },
  },
};

export const SETUP_TEXTS = { de, en };
