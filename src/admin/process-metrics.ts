// The metrics that Prometheus expects of any process, see "Process metrics" in its guide to writing client libraries.
import { Counter, Gauge, type Registry } from 'prom-client';
import { namesIn } from '../machine/kernel-file.js';

const MICROSECONDS = 1_000_000;

/**
 * Not the defaults of prom-client: their timer wakes an idle process a hundred times a second. Prometheus' own check
 * also complains about their names.
 */
export class ProcessMetrics {
  private readonly cpu: Counter;
  private readonly resident: Gauge;
  private readonly heap: Gauge;
  private readonly descriptors: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.cpu = new Counter({
      name: 'process_cpu_seconds_total',
      help: 'Time spent on a processor, in user and system mode',
      registers,
    });
    this.resident = new Gauge({ name: 'process_resident_memory_bytes', help: 'Resident memory', registers });
    this.heap = new Gauge({ name: 'process_heap_bytes', help: 'Heap in use by JavaScript', registers });
    this.descriptors = new Gauge({ name: 'process_open_fds', help: 'Open file descriptors', registers });
    new Gauge({
      name: 'process_start_time_seconds',
      help: 'When the process started, in seconds since 1970-01-01 UTC',
      registers,
    }).set(performance.timeOrigin / 1000);
  }

  /** To be called before each answer. */
  read(): void {
    const { user, system } = process.cpuUsage();
    this.cpu.reset();
    this.cpu.inc((user + system) / MICROSECONDS);
    const { rss, heapUsed } = process.memoryUsage();
    this.resident.set(rss);
    this.heap.set(heapUsed);
    // Without the descriptor of the reading itself; without /proc there is none, and no value.
    const open = namesIn('/proc/self/fd').length - 1;
    if (open > 0) this.descriptors.set(open);
  }
}
