// The metrics that Prometheus expects of any process, see "Process metrics" in its guide to writing client libraries.
import { getHeapStatistics } from 'node:v8';
import { Counter, Gauge, type Registry } from 'prom-client';
import { openFilesLimit } from '../machine/descriptors.js';
import { namesIn } from '../machine/kernel-file.js';
import { TimeOfDay } from './status/clock.js';

const MICROSECONDS = 1_000_000;

/**
 * Not the defaults of prom-client: their timer wakes an idle process a hundred times a second. Prometheus' own check
 * also complains about their names.
 */
export function registerProcessMetrics(registry: Registry): void {
  const registers = [registry];
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Time spent on a processor, in user and system mode',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / MICROSECONDS);
    },
  });
  const gauge = (name: string, help: string, value: () => number | undefined): Gauge =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        const known = knownOr(value);
        if (known === undefined) this.remove();
        else this.set(known);
      },
    });
  gauge('process_resident_memory_bytes', 'Resident memory', () => process.memoryUsage.rss());
  // Not process.memoryUsage(), which reads /proc for the resident memory.
  gauge('process_heap_bytes', 'Heap in use by JavaScript', () => getHeapStatistics().used_heap_size);
  gauge('process_open_fds', 'Open file descriptors', openDescriptors);
  gauge('process_max_fds', 'Most file descriptors that may be open', maxDescriptors);
  gauge(
    'process_start_time_seconds',
    'When the process started, in seconds since 1970-01-01 UTC',
    () => new TimeOfDay().epochMs(0) / 1000,
  );
}

/** A hidden /proc, or a lack of descriptors, takes one figure away and not the whole answer. */
function knownOr(value: () => number | undefined): number | undefined {
  try {
    return value();
  } catch {
    return undefined;
  }
}

function maxDescriptors(): number | undefined {
  const limit = openFilesLimit();
  return limit === Infinity ? undefined : limit;
}

/** Without the descriptor of the reading itself; at least the standard ones are open where it can be read at all. */
function openDescriptors(): number | undefined {
  const { length } = namesIn('/proc/self/fd');
  return length === 0 ? undefined : length - 1;
}
