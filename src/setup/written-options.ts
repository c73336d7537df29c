// The options that setup writes into the configuration, beside ports and target.

/** The settings that setup asks for and takes; it writes the language as well. */
export const SETTING_NAMES = ['admin', 'allow', 'max-target-connections', 'mdns'] as const;
export type SettingName = (typeof SETTING_NAMES)[number];
export type WrittenOption = SettingName | 'language';
export type WrittenOptions = Readonly<Partial<Record<WrittenOption, OptionValue>>>;

/** The text of an option's value, or those of a list. */
export type OptionValue = string | readonly string[];
