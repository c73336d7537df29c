// What the process answers when it ends: the contract with shells, scripts and systemd.

/** Stopped as asked, or did what was asked. */
export const EXIT_OK = 0;
/** Could not run: a port taken, an address missing. */
export const EXIT_COULD_NOT_RUN = 1;
/** The options or the configuration are wrong; nothing was started. Trying again does not help. */
export const EXIT_WRONG_INPUT = 2;
/** The service that was asked answers, and is not ready. */
export const EXIT_NOT_READY = 3;
/** Somebody was asked, and did not agree: nothing was changed. */
export const EXIT_DECLINED = 3;
/** What was asked for is done, and a check of it has found something wrong. */
export const EXIT_FOUND_TROUBLE = 4;
