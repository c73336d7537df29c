// How many connections the admin server takes; in a file of its own for whoever counts descriptors without serving.

/** A browser opens up to six. */
export const ADMIN_CONNECTIONS_PER_CLIENT = 8;
export const ADMIN_CONNECTIONS = 32;
