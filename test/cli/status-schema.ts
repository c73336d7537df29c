// docs/status.schema.json as a judge.
import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';

const SCHEMA = new URL('../../../docs/status.schema.json', import.meta.url);
// A time is held to its pattern.
const validate = new Ajv2020({ validateFormats: false }).compile(
  JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
);

/** What is wrong with a document that should be a status. */
export function schemaErrors(document: unknown): readonly ErrorObject[] {
  validate(document);
  return validate.errors ?? [];
}
