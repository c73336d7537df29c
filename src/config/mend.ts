// The command that opens a file at its first mistake.

/** `sudo nano +12 /etc/smgw-proxy/config.yaml`; undefined if no line of a file is to blame. @param problems their lines */
export function mendCommand(problems: readonly string[]): string | undefined {
  const [, file, line] =
    problems.map((each) => /^([^\s,"]+), line (\d+)\b/.exec(each)).find((each) => each !== null) ?? [];
  return file === undefined ? undefined : `sudo nano +${line ?? ''} ${file}`;
}
