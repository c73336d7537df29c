// Writes HTML: escaped text, forms and tables. Attributes are in single quotes, as the pages of the real gateway have them.

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  ä: '&auml;',
  ö: '&ouml;',
  ü: '&uuml;',
  Ä: '&Auml;',
  Ö: '&Ouml;',
  Ü: '&Uuml;',
  ß: '&szlig;',
};

/** Text as HTML; umlauts become entities. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"'äöüÄÖÜß]/g, (character) => ENTITIES[character] ?? character);
}

type Fields = Readonly<Record<string, string>>;

export function hiddenFields(fields: Fields): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type='hidden' name='${name}' value='${escapeHtml(value)}'>`,
  );
  return inputs.join('');
}

/** A button that posts hidden fields, with further HTML before it. `attributes` are those of its form. */
export function buttonForm(fields: Fields, id: string, text: string, attributes = '', inner = ''): string {
  const button = `<input type='submit' id='${id}' value='${escapeHtml(text)}'>`;
  return `<form method='post' action='hanservice.cgi'${attributes}>${hiddenFields(fields)}${inner}${button}</form>`;
}

/** A select without text between its options, because a Node-RED client takes each child as an option. */
export function selectField(attributes: string, options: readonly (readonly [string, string])[]): string {
  const inner = options.map(([value, text]) => `<option value='${value}'>${escapeHtml(text)}</option>`);
  return `<select ${attributes} size=1>${inner.join('')}</select>`;
}

/** A table with a label and a value in each row. */
export function labelTable(rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(
    ([label, value]) => `<tr><td width=20%>${escapeHtml(label)}</td><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<table>${lines.join('\n')}</table>`;
}

export function headingTable(heading: string): string {
  return `<table class='heading'><tr><th>${escapeHtml(heading)}</th></tr></table>`;
}
