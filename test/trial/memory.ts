// Whether the memory of a process is level at the end of a long run.

/** A look at the process. */
export interface MemorySample {
  readonly residentBytes: number;
  /** Connections that had ended by then. */
  readonly connections: number;
}

export interface MemoryVerdict {
  /** Undefined when the run was too short to say. */
  readonly isLevel: boolean | undefined;
  /** Medians of the second and of the last quarter, in bytes. */
  readonly before: number;
  readonly after: number;
  readonly most: number;
  /** Bytes lost in every connection that would just be noticed: the tolerance over the connections between. */
  readonly noticed: number;
}

const KiB = 1024;

/**
 * By how much the resident memory of a healthy process comes and goes under load, in bytes: V8 collects its garbage
 * when it likes, and each live connection has buffers of some 64 KiB now and then.
 */
const TOLERANCE = 24 * KiB * KiB;

/** A run is long enough when a leak of so many bytes in each connection exceeds the tolerance. */
const LEAK = KiB;

/**
 * Compares medians, so that single peaks do not matter, of the second and the last quarter of the samples: the first
 * is warm-up, in which V8 compiles and finds its heap's size. Half of all connections lie between the middles of the
 * two, so a leak of 1 KiB shows in runs of more than 50,000.
 */
export function judgeMemory(samples: readonly MemorySample[]): MemoryVerdict {
  const quarter = Math.floor(samples.length / 4);
  const second = medianOf(samples.slice(quarter, 2 * quarter));
  const last = medianOf(samples.slice(3 * quarter));
  const noticed = TOLERANCE / (last.connections - second.connections);
  const isLevel = last.residentBytes - second.residentBytes <= TOLERANCE;
  return {
    isLevel: noticed <= LEAK ? isLevel : undefined,
    before: second.residentBytes,
    after: last.residentBytes,
    most: Math.max(...samples.map(({ residentBytes }) => residentBytes)),
    noticed,
  };
}

function medianOf(samples: readonly MemorySample[]): MemorySample {
  return {
    residentBytes: median(samples.map(({ residentBytes }) => residentBytes)),
    connections: median(samples.map(({ connections }) => connections)),
  };
}

/** NaN of nothing. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
