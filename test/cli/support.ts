// A terminal that keeps what is written.
import type { Terminal } from '../../src/cli/terminal/terminal.js';

export function terminal(): Terminal & { readonly written: { out: string; error: string } } {
  const written = { out: '', error: '' };
  return {
    written,
    out: (text) => void (written.out += text),
    error: (text) => void (written.error += text),
  };
}
