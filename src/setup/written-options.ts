// The options that setup writes into the configuration, beside ports and target.

export const WRITTEN_OPTIONS = ['admin', 'allow', 'max-target-connections', 'mdns'] as const;
export type WrittenOption = (typeof WRITTEN_OPTIONS)[number];
export type WrittenOptions = Readonly<Partial<Record<WrittenOption, OptionValue>>>;

/** The text of an option's value, or those of a list. */
export type OptionValue = string | readonly string[];
