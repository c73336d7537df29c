// The short name of what went wrong with a socket, a file or a program.

/** The errno name of a system error, such as `ECONNREFUSED`, or the message of an error that has none. */
export function errorCode(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return code ?? error.message;
}
