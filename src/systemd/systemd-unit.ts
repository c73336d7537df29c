// Reads the state of the service from systemctl(1) and its log from journalctl(1). Only the log may need root.
import { BlockList, isIPv4 } from 'node:net';
import { programOutput } from '../machine/program-output.js';

export const UNIT = 'smgw-proxy.service';

/** The properties of the unit, in the words of systemctl(1). */
export interface Unit {
  readonly isInstalled: boolean;
  /** active, activating, inactive, failed … */
  readonly active: string;
  readonly sub: string;
  /** enabled, disabled, static … */
  readonly file: string;
  readonly mainPid: number;
  /** Whether systemd itself listens for it: a socket unit is in TriggeredBy=. */
  readonly hasSocketUnit: boolean;
  /** The path in ExecStart=. */
  readonly program: string | undefined;
  /** IPAddressAllow= and IPAddressDeny=, in CIDR notation. */
  readonly allowed: readonly string[];
  readonly denied: readonly string[];
}

const PROPERTIES = [
  ...['LoadState', 'ActiveState', 'SubState', 'UnitFileState'],
  ...['MainPID', 'TriggeredBy', 'ExecStart', 'IPAddressAllow', 'IPAddressDeny'],
];

/** Undefined without systemd. */
export async function readUnit(): Promise<Unit | undefined> {
  const text = await programOutput('systemctl', ['show', UNIT, `--property=${PROPERTIES.join(',')}`]);
  return text === undefined ? undefined : parseUnit(text);
}

/** Reads the output of `systemctl show`: lines `Name=value`. */
export function parseUnit(text: string): Unit {
  const values = new Map(
    text.split('\n').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
  const value = (name: string): string => values.get(name) ?? '';
  const list = (name: string): string[] =>
    value(name)
      .split(' ')
      .filter((each) => each !== '');
  return {
    isInstalled: !['not-found', ''].includes(value('LoadState')),
    active: value('ActiveState'),
    sub: value('SubState'),
    file: value('UnitFileState'),
    mainPid: Number(value('MainPID')) || 0,
    hasSocketUnit: list('TriggeredBy').some((each) => each.endsWith('.socket')),
    program: /(?:^|[{\s])path=(\S+)/.exec(value('ExecStart'))?.[1],
    allowed: list('IPAddressAllow'),
    denied: list('IPAddressDeny'),
  };
}

/** Whether systemd drops packets to the address: IPAddressDeny= covers it, and IPAddressAllow= does not. */
export function isWalledOff(address: string, { allowed, denied }: Pick<Unit, 'allowed' | 'denied'>): boolean {
  const plain = address.split('%')[0] ?? '';
  return isAmong(plain, denied) && !isAmong(plain, allowed);
}

function isAmong(address: string, networks: readonly string[]): boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', prefix] = network.split('/');
    const family = isIPv4(base) ? 'ipv4' : 'ipv6';
    list.addSubnet(base, Number(prefix ?? (family === 'ipv4' ? 32 : 128)), family);
  }
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

const LAST_LINES = 3;

/** The last lines of the program itself in the log; empty without the right to read it. */
export async function readLastWords(): Promise<string[]> {
  const words = ['-u', UNIT, '_TRANSPORT=stdout', '-n', String(LAST_LINES), '-o', 'cat', '-q', '--no-pager'];
  const text = (await programOutput('journalctl', words)) ?? '';
  return text.split('\n').filter((line) => line !== '');
}
