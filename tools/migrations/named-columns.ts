import ts from 'typescript';

/** `*`, or `held.*`, of a table in a list of columns; what a function returns (`FROM unnest(…)`) no migration changes. */
const STAR = /\b(?:SELECT|RETURNING)\s(?:[^;]*?,)?\s*(?:\w+\.)?\*(?!(?:(?!\bFROM\b).)*\bFROM \w+\()/s;

/**
 * The statements of a source that answer with whatever columns a table has.
 *
 * One that is prepared fails with 0A000 on its connection from the moment that a migration adds a column. Stars in sub-selects and
 * in WITH are no matter: the database works them out anew, and the columns of the answer stay what they were.
 */
export function starredStatements(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== undefined && STAR.test(outermost(text))) found.push(text.trim());
    node.forEachChild(visit);
  };
  if (source.includes('*') && /\b(?:SELECT|RETURNING)\b/.test(source)) visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest));
  return found;
}

/** A string of the source; `$` stands for what is put into a template. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('$') : undefined;
}

/** SQL without what is in parentheses, which stay, empty. */
function outermost(sql: string): string {
  let depth = 0;
  return [...sql].filter((char) => (char === ')' ? --depth === 0 : char === '(' ? depth++ === 0 : depth === 0)).join('');
}
