// Starts the page. Where one of its files does not come through (Wi-Fi, too many at once), it is loaded once more.

/** In ms. */
const PAUSE_MS = 3000;

import('./page.js').catch((/** @type {unknown} */ error) => {
  console.warn('The page could not be loaded and is tried again:', error);
  setTimeout(() => {
    location.reload();
  }, PAUSE_MS);
});
