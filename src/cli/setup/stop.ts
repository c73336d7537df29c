// Why a setup goes no further.

/** Thrown by whatever finds that out; the command ends with its status. */
export class Stop extends Error {
  constructor(
    readonly status: number,
    /** Told at the end; empty where the reason has been told already. */
    readonly lines: readonly string[] = [],
  ) {
    super(lines.join('\n'));
  }
}
