// The records of the configuration: taken over, refused, or replaced by the last good one.
import type { ForwardConfig } from '../config/config.js';
import { problemLine, remedyFor, type Problem } from '../config/problem.js';
import type { LogRecord } from '../log/log.js';

export function reloadProblem(problem: Problem): LogRecord {
  const line = problemLine(problem, 'en');
  return {
    level: 'error',
    message: `not reloaded: ${line}`,
    fields: { event: 'reload-problem', problem: line },
  };
}

export function reloadRefused(problems: readonly Problem[]): LogRecord {
  return {
    level: 'error',
    message: `the previous configuration stays in force${mending(problems)}`,
    fields: { event: 'reload-refused', problems: problems.length },
  };
}

function mending(problems: readonly Problem[]): string {
  const command = remedyFor(problems);
  return command === undefined ? '' : `; mend the file: ${command}`;
}

/** Names in a message; the fields have all of them. */
const MOST_NAMES = 10;

function shortList(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

export function reloaded(forwards: readonly ForwardConfig[]): LogRecord {
  const names = forwards.map(({ name }) => name);
  return {
    level: 'info',
    message: `configuration reloaded; forwards: ${shortList(names)}`,
    fields: { event: 'reloaded', forwards: names },
  };
}

/** At the start: a mistake of the file. */
export function configProblem(problem: Problem): LogRecord {
  const line = problemLine(problem, 'en');
  return {
    level: 'error',
    message: `configuration refused: ${line}`,
    fields: { event: 'config-problem', problem: line },
  };
}

/** At the start: the file cannot be used. */
export function lastGood(problems: readonly Problem[]): LogRecord {
  return {
    level: 'error',
    message: `the last configuration without a mistake is served in its place${mending(problems)}, then: sudo systemctl reload smgw-proxy`,
    fields: { event: 'last-good', problems: problems.length },
  };
}

/** A later start with a broken file then fails. */
export function notKept(code: string): LogRecord {
  return {
    level: 'warn',
    message: `the configuration cannot be kept for a start with a broken file (${code})`,
    fields: { event: 'not-kept', code },
  };
}
