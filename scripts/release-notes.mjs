// Prints the notes of a release: the section of CHANGELOG.md for a tag such as v0.1.0. Without a tag, the section of the
// version as it is now, which need not have a day.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const read = (file) => readFileSync(path.resolve(root, file), 'utf8');

/** The section, or one line that says why there is none. */
function notes(tag, version, markdown) {
  if (tag !== '' && tag !== `v${version}`)
    return { problem: `expected the tag v${version} of package.json, got ${tag}` };
  const section = markdown.split(/^## /m).find((text) => text.startsWith(`${version} (`));
  if (section === undefined) return { problem: `CHANGELOG.md: expected a section "## ${version} (DAY)"` };
  const [, day, text] = /\((.*)\)\n([^]*)/.exec(section);
  if (tag !== '' && !/^\d{4}-\d\d-\d\d$/.test(day))
    return { problem: `CHANGELOG.md: expected a day such as 2026-11-25 at ${version}, got ${day}` };
  if (text.trim() === '') return { problem: `CHANGELOG.md: expected changes at ${version}, got nothing` };
  return { text: text.trim() };
}

const [tag = '', changelog = 'CHANGELOG.md'] = process.argv.slice(2);
const { text, problem } = notes(tag, JSON.parse(read('package.json')).version, read(changelog));
if (problem === undefined) console.log(text);
else {
  console.error(`smgw-proxy: ${problem}`);
  process.exitCode = 1;
}
