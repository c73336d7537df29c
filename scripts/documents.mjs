// The documents of the Debian package: README, docs/ and examples/, with links that lead somewhere there.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const ENTRIES = ['README.md', 'README.de.md', 'SECURITY.md', 'docs', 'examples'];
/** In the package under the names that Debian gives them. */
const RENAMED = new Map([
  ['LICENSE', 'copyright'],
  ['CHANGELOG.md', 'changelog.gz'],
]);

/** @returns pairs of a path below /usr/share/doc/smgw-proxy, and its content */
export function documents(root) {
  const files = ENTRIES.flatMap((entry) => {
    if (statSync(path.join(root, entry)).isFile()) return [entry];
    const children = readdirSync(path.join(root, entry), { recursive: true, withFileTypes: true });
    const found = children.filter((child) => child.isFile());
    return found.map(({ parentPath, name }) => path.relative(root, path.join(parentPath, name)));
  });
  return files.map((file) => {
    const content = readFileSync(path.join(root, file));
    return [file, file.endsWith('.md') ? relinked(file, content.toString(), files, root) : content];
  });
}

/** A link to a file that only the checkout has becomes plain text. */
function relinked(file, text, files, root) {
  return text.replace(/(?<!!)\[([^\]]*)\]\(([^)#\s:]+)(#[^)]*)?\)/g, (link, words, target) => {
    const place = path.join(path.dirname(file), target);
    if (files.includes(place) || !existsSync(path.join(root, place))) return link;
    const renamed = RENAMED.get(place);
    return renamed === undefined ? words : `[${words}](${path.relative(path.dirname(file), renamed)})`;
  });
}
