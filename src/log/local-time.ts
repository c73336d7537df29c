// The time of day as the log and the status tell it.

/** 2026-11-23 00:41:07.123, in the machine's time zone. */
export function localTime(time: Date): string {
  const utc = new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString();
  return utc.slice(0, -1).replace('T', ' ');
}
