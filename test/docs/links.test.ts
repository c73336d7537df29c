// Every relative link and anchor leads somewhere: in the checkout, in the Debian package and in the npm package.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { anchors, links, PAGES, readPage, ROOT } from '../support/pages.js';

/** The broken relative links of a page, one line each. */
function broken(page: string, text: string, read: (file: string) => string | undefined): string[] {
  return links(text)
    .filter((link) => !/^[a-z]+:/.test(link))
    .flatMap((link) => {
      const [target = '', anchor] = link.split('#');
      const place = target === '' ? page : path.join(path.dirname(page), target);
      const found = read(place);
      if (found === undefined) return [`${page}: ${link}: no such file`];
      return anchor === undefined || anchors(found).includes(anchor)
        ? []
        : [`${page}: ${link}: no such heading`];
    });
}

const readIfThere = (file: string): string | undefined =>
  existsSync(path.join(ROOT, file)) ? contentOf(path.join(ROOT, file)) : undefined;

/** A folder has no headings. */
const contentOf = (place: string): string => (statSync(place).isFile() ? readFileSync(place, 'utf8') : '');

describe('the links of the pages', () => {
  for (const page of PAGES)
    it(`lead somewhere: ${page}`, () => {
      assert.deepEqual(broken(page, readPage(page), readIfThere), []);
    });

  it('are found broken', () => {
    assert.equal(broken('docs/a.md', '[a](b.md) [c](#d)\n\n# E\n', readIfThere).length, 2);
  });

  it('lead from README to every page', () => {
    const reached = new Set(links(readPage('README.md')).map((link) => link.split('#')[0]));
    const pages = PAGES.filter((page) => page !== 'README.md' && !page.startsWith('.'));
    assert.deepEqual(
      pages.filter((page) => !reached.has(page)),
      [],
    );
  });
});

describe('the links in the Debian package', async () => {
  const script = new URL(`file://${path.join(ROOT, 'scripts/documents.mjs')}`).href;
  const { documents } = (await import(script)) as {
    documents: (root: string) => [string, Buffer | string][];
  };
  const there = new Map(documents(ROOT).map(([file, content]) => [file, content.toString()]));
  /** Put there by others. */
  for (const file of ['copyright', 'changelog.gz']) there.set(file, '');

  for (const page of [...there.keys()].filter((file) => file.endsWith('.md')))
    it(`lead somewhere: ${page}`, () => {
      assert.deepEqual(
        broken(page, there.get(page) ?? '', (file) => there.get(file)),
        [],
      );
    });

  it('do not need what is only in the checkout', () => {
    assert.ok(readPage('README.md').includes('](CONTRIBUTING.md)'));
    assert.ok(!there.get('README.md')?.includes('](CONTRIBUTING.md)'));
    assert.ok(there.get('README.md')?.includes('](copyright)'));
  });
});

describe('the links in the npm package', () => {
  const { files } = JSON.parse(readPage('package.json')) as { files: string[] };
  const isPacked = (file: string): boolean =>
    files.some((entry) => file === entry || file.startsWith(`${entry}/`));

  for (const page of PAGES.filter(isPacked))
    it(`lead somewhere: ${page}`, () => {
      const read = (file: string): string | undefined => (isPacked(file) ? readIfThere(file) : undefined);
      assert.deepEqual(broken(page, readPage(page), read), []);
    });
});
