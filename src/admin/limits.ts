// How many connections the admin server takes; in a file of its own for whoever counts descriptors without serving.

/** A browser opens up to six: two of them, or two people behind one reverse proxy, and Home Assistant. */
export const ADMIN_CONNECTIONS_PER_CLIENT = 16;
export const ADMIN_CONNECTIONS = 32;
