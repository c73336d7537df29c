// Why a setup goes no further.

/** Thrown by whatever finds that out; the command ends with its status. */
export class Stop extends Error {
  constructor(
    readonly status: number,
    /** What to tell, if it has not been told yet. */
    readonly lines: readonly string[] = [],
  ) {
    super(lines.join('\n'));
  }
}
