// Holds answers of /status against the schema that is published, and against fields that it does not name.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

const FILE = path.join(import.meta.dirname, '../../../docs/status.schema.json');

/** Others may rely on fields to come; here one that the schema does not name is a mistake. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, strict(value)] as const);
  const isClosed = 'properties' in schema && !('additionalProperties' in schema);
  return Object.fromEntries(isClosed ? [...entries, ['additionalProperties', false]] : entries);
}

const published = JSON.parse(readFileSync(FILE, 'utf8')) as object;
const validate = new Ajv2020({
  allErrors: true,
  allowUnionTypes: true,
  formats: { 'date-time': isTime },
}).compile(strict(published) as object);

function isTime(text: string): boolean {
  return new Date(text).toISOString() === text;
}

export function assertIsStatus(value: unknown): void {
  assert.ok(validate(value), JSON.stringify(validate.errors, null, 1));
}
