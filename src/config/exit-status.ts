// The exit statuses, a contract with shells, scripts and systemd.

/** The command succeeded, or the service was stopped. */
export const EXIT_OK = 0;
/** The service could not run, for example because a port was in use. */
export const EXIT_COULD_NOT_RUN = 1;
/** The options or the configuration are invalid, and nothing was started. A retry does not help. */
export const EXIT_WRONG_INPUT = 2;
/** `status`: the service answers and is not ready. */
export const EXIT_NOT_READY = 3;
/** `setup`: the user declined, and nothing was changed. */
export const EXIT_DECLINED = 3;
/** `setup`: everything is set up, and the check found a failure. */
export const EXIT_FOUND_TROUBLE = 4;
