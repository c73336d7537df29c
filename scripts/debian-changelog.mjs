// CHANGELOG.md in the form of a Debian changelog, which apt shows: deb-changelog(5).

/**
 * @param markdown `## VERSION (DAY)` or `## VERSION (unreleased)`, each with a list
 * @param now the day of what is unreleased
 * @param version of the first entry
 */
export function changelog(markdown, maintainer, now, version) {
  const [, ...entries] = markdown.split(/^## /m);
  return entries
    .map((text, index) => {
      const [heading, ...lines] = text.trimEnd().split('\n');
      const [, name, day] = /^(\S+) \((.*)\)$/.exec(heading);
      const date = day === 'unreleased' ? now : new Date(`${day}T00:00:00Z`);
      return [
        `smgw-proxy (${index === 0 ? version : name}) unstable; urgency=medium`,
        '',
        ...items(lines).flatMap(wrapped),
        '',
        ` -- ${maintainer}  ${date.toUTCString().replace('GMT', '+0000')}`,
        '',
      ].join('\n');
    })
    .join('\n');
}

/** The texts of a list, each in one line, without the headings between them. */
function items(lines) {
  const listed = lines.filter((line) => !line.startsWith('#'));
  const [, ...texts] = listed.join(' ').split(/(?:^|\s)- /);
  return texts.map((text) => text.replace(/\s+/g, ' ').trim());
}

/** lintian wants at most this many columns. */
const WIDTH = 78;

function wrapped(text) {
  return text
    .replace(new RegExp(`(.{1,${WIDTH - 4}})(?:\\s|$)`, 'g'), '    $1\n')
    .trimEnd()
    .replace(/^ {4}/, '  * ')
    .split('\n');
}
