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
  /** Labels of all its samples; may be empty. */
  readonly labels: string;
  readonly subject: S;
}

/** 500 subjects with some forty samples take some ms. */
export function expose<S>(
  prefix: string,
  families: readonly Family<S>[],
  subjects: readonly Labelled<S>[],
): string {
  return families.map((family) => familyText(prefix, family, subjects)).join('');
}

function familyText<S>(
  prefix: string,
  { name, type, help, samples }: Family<S>,
  subjects: readonly Labelled<S>[],
): string {
  const full = prefix + name;
  let [lines, shared] = ['', ''];
  const putAs =
    (suffix: string): Put =>
    (own, value) => {
      const both = shared === '' || own === '' ? shared + own : `${shared},${own}`;
      lines += `${full}${suffix}${both === '' ? '' : `{${both}}`} ${value}\n`;
    };
  const put = putAs('');
  for (const { labels, subject } of subjects) {
    shared = labels;
    samples(subject, put, putAs);
  }
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines}`;
}

/** `name="value"`, with what the text format escapes. */
export function label(name: string, value: string): string {
  const escaped = value.replaceAll(/[\\"\n]/g, (each) => (each === '\n' ? '\\n' : `\\${each}`));
  return `${name}="${escaped}"`;
}
