// The texts in the source: each literal with its place, and the language that it stands under.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import type { Language } from '../../src/config/language.js';
import { ROOT } from './pages.js';

export interface SourceText {
  /** Below src/. */
  readonly file: string;
  readonly line: number;
  /** A template has `…` in place of each value. */
  readonly text: string;
  /** Undefined for a text that stands under neither `en` nor `de`. */
  readonly language: Language | undefined;
}

/** The name of a table, of a property or of a file. */
const LANGUAGE_NAMES: Readonly<Record<string, Language>> = {
  ...{ en: 'en', EN: 'en', ENGLISH: 'en', english: 'en' },
  ...{ de: 'de', DE: 'de', GERMAN: 'de', german: 'de' },
};

/** Of all modules of src/, those of the page among them. */
export function sourceTexts(): SourceText[] {
  const folder = path.join(ROOT, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\.c?[jt]s$/.test(file)).flatMap((file) => textsOf(file, folder));
}

function textsOf(file: string, folder: string): SourceText[] {
  const [, ofFile] = /\.(en|de)\.[jt]s$/.exec(file) ?? [];
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(folder, file), 'utf8'),
    ts.ScriptTarget.Latest,
  );
  const found: SourceText[] = [];
  const visit = (node: ts.Node, around: Language | undefined): void => {
    if (isNoText(node)) return;
    const text = textOf(node);
    if (text !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      found.push({ file, line: line + 1, text, language: around });
    }
    const name = nameOf(node, source);
    const language = LANGUAGE_NAMES[name?.getText(source) ?? ''] ?? around;
    ts.forEachChild(node, (child) => {
      if (child !== name) visit(child, language);
    });
  };
  visit(source, LANGUAGE_NAMES[ofFile ?? '']);
  return found;
}

/** Types, modules and errors of the program itself are never shown. */
const isNoText = (node: ts.Node): boolean =>
  ts.isTypeNode(node) ||
  ts.isImportDeclaration(node) ||
  (ts.isNewExpression(node) &&
    ts.isIdentifier(node.expression) &&
    /^(?:Type|Range)?Error$/.test(node.expression.text));

function nameOf(node: ts.Node, source: ts.SourceFile): ts.Node | undefined {
  const isNamed =
    ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node) || ts.isMethodDeclaration(node);
  return isNamed && node.name.getText(source) !== '' ? node.name : undefined;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('…');
}
