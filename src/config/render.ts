// Renders the effective configuration as YAML, which the loader reads as the same configuration.
import { stringify } from 'yaml';
import type { Config, ForwardConfig } from './config.js';
import { OPTIONS, type Fields, type Option } from './options.js';

/** YAML with the names of the options as keys, and always with `forwards:`. */
export function renderConfig(config: Config): string {
  const { forwards, ...process } = config;
  const settings = named(process, 'process');
  const list = forwards.map((forward) => ({ name: forward.name, ...named(forward, 'forward') }));
  return stringify({ ...settings, forwards: list }, { lineWidth: 0 });
}

function named(fields: Partial<Fields & ForwardConfig>, scope: Option['scope']): Record<string, unknown> {
  const present = OPTIONS.filter((option) => option.scope === scope && fields[option.field] !== undefined);
  return Object.fromEntries(present.map((option) => [option.name, text(option, fields[option.field])]));
}

/** A single value as a scalar, several as a list. */
function text({ kind, repeatable }: Option, value: unknown): string | string[] {
  if (!repeatable) return kind.format(value);
  const texts = (value as readonly unknown[]).map((each) => kind.format(each));
  return texts.length === 1 ? (texts[0] ?? '') : texts;
}
