// Writes docs/status.schema.json from the schema that the program itself reads a status with. Compile first.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import { format, resolveConfig } from 'prettier';
import { STATUS, STATUS_PARTS } from '../dist/src/admin/status/schema.js';

const FILE = path.join(import.meta.dirname, '../docs/status.schema.json');

/** The text of the file. */
export async function statusSchema() {
  const { $schema, title, description, ...rest } = toJsonSchema(STATUS, {
    target: 'draft-2020-12',
    definitions: STATUS_PARTS,
    // They make what was read fit to print, and change nothing of the shape.
    ignoreActions: ['transform'],
  });
  const text = JSON.stringify({ $schema, title, description, ...rest });
  return format(text, { ...(await resolveConfig(FILE)), filepath: FILE });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(FILE, await statusSchema());
