// Writes metrics of the forwards in the text format of Prometheus: one family after the other, without a library's detours.

/** Samples without labels of their own have an empty `labels`; others `name="value",…`. */
type Put = (labels: string, value: number) => void;

export interface Family<S> {
  /** Without the prefix. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly help: string;
  /** Puts the samples of one subject; those of a histogram and of a summary have a suffix of the name. */
  readonly samples: (subject: S, put: Put, putAs: (suffix: string) => Put) => void;
}

export interface Labelled<S> {
  /** Labels of all its samples; may be empty. No other subject has the same. */
  readonly labels: string;
  readonly subject: S;
}

interface Line {
  readonly suffix: string;
  readonly own: string;
  readonly value: number;
  readonly text: string;
}

interface Block {
  readonly lines: readonly string[];
  readonly text: string;
}

/** Keeps what it has written for the next time, since most of 500 forwards are then as before. */
export class Exposition<S> {
  /** The lines of the last time, for each subject by its labels and for each family. */
  private last: ReadonlyMap<string, readonly Line[][]> = new Map();
  private readonly blocks: Block[] = [];

  constructor(
    private readonly prefix: string,
    private readonly families: readonly Family<S>[],
  ) {}

  /** A part for each family. */
  parts(subjects: readonly Labelled<S>[]): string[] {
    const written = subjects.map(({ labels, subject }) => {
      const lines = this.last.get(labels) ?? this.families.map(() => []);
      return { labels, subject, lines };
    });
    this.last = new Map(written.map(({ labels, lines }) => [labels, lines]));
    return this.families.map((family, index) => {
      const name = this.prefix + family.name;
      const lines = [`# HELP ${name} ${family.help}\n# TYPE ${name} ${family.type}\n`];
      for (const each of written) addLines(name, family, each, each.lines[index] ?? [], lines);
      return this.blockText(index, lines);
    });
  }

  private blockText(index: number, lines: readonly string[]): string {
    const before = this.blocks[index];
    if (before?.lines.length === lines.length && lines.every((line, at) => line === before.lines[at]))
      return before.text;
    const text = lines.join('');
    this.blocks[index] = { lines, text };
    return text;
  }
}

/**
 * @param before lines of the last time, which become those of now
 * @param lines where the texts are added
 */
function addLines<S>(
  name: string,
  { samples }: Family<S>,
  { labels, subject }: Labelled<S>,
  before: Line[],
  lines: string[],
): void {
  let at = 0;
  const putAs =
    (suffix: string): Put =>
    (own, value) => {
      const last = before[at];
      const isSame = last?.value === value && last.own === own && last.suffix === suffix;
      const line = isSame ? last : { suffix, own, value, text: lineText(name + suffix, labels, own, value) };
      before[at] = line;
      at += 1;
      lines.push(line.text);
    };
  samples(subject, putAs(''), putAs);
}

/** Joined, not added: a sum of strings is put together anew each time that it is written. */
function lineText(name: string, shared: string, own: string, value: number): string {
  const labels = [shared, own].filter((each) => each !== '').join(',');
  return [name, labels === '' ? '' : `{${labels}}`, ' ', value, '\n'].join('');
}

/** `name="value"`, with what the text format escapes. */
export function label(name: string, value: string): string {
  const escaped = value.replaceAll(/[\\"\n]/g, (each) => (each === '\n' ? '\\n' : `\\${each}`));
  return `${name}="${escaped}"`;
}
