// The metrics that Prometheus expects of any process, see "Process metrics" in its guide to writing client libraries.
import { Counter, Gauge, type Registry } from 'prom-client';
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
  const gauge = (name: string, help: string, value: () => number): Gauge =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  gauge('process_resident_memory_bytes', 'Resident memory', () => process.memoryUsage.rss());
  gauge('process_heap_bytes', 'Heap in use by JavaScript', () => process.memoryUsage().heapUsed);
  // Without the descriptor of the reading itself; 0 without /proc.
  gauge('process_open_fds', 'Open file descriptors', () => Math.max(0, namesIn('/proc/self/fd').length - 1));
  gauge(
    'process_start_time_seconds',
    'When the process started, in seconds since 1970-01-01 UTC',
    () => new TimeOfDay().epochMs(0) / 1000,
  );
}
