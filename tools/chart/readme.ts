import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, parseDocument, stringify, type Node, type Pair } from 'yaml';
import { readCommandLine } from '../command/command-line.js';
import { chart } from './helm.js';

interface Row {
  readonly path: string;
  readonly value: string;
  readonly says: string;
}

/** The page of the chart: what is written by hand in `README.head.md`, then a table of every value that has a sentence. */
export function chartReadme(): string {
  const head = readFileSync(join(chart, 'README.head.md'), 'utf8').trimEnd();
  const rows = rowsOf(readFileSync(join(chart, 'values.yaml'), 'utf8'));
  const lines = rows.map(({ path, value, says }) => `| \`${path}\` | ${value} | ${says} |`);
  return [head, '', '| value | default | |', '|---|---|---|', ...lines, ''].join('\n');
}

/** The values of a file, each with the sentence that stands above it after two dashes. */
export function rowsOf(yaml: string): Row[] {
  const document = parseDocument(yaml);
  const values = document.toJS() as Values;
  const under = (node: Node | null, above: readonly string[]): Row[] => {
    if (!isMap(node) || node.flow) return [];
    return node.items.flatMap((pair, index) => {
      const { key, value } = pair as Pair<Node, Node | null>;
      const path = [...above, String(key)];
      const comment = key.commentBefore ?? (index === 0 ? node.commentBefore : undefined) ?? '';
      const says = /(?:^|\n) ?-- (?<sentence>.+)$/.exec(comment)?.groups?.['sentence'];
      const own = says === undefined ? [] : [{ path: path.join('.'), value: shown(at(values, path)), says }];
      return [...own, ...under(value, path)];
    });
  };
  return under(document.contents, []);
}

type Values = string | number | boolean | null | readonly Values[] | { readonly [name: string]: Values };

function at(values: Values, path: readonly string[]): Values {
  return path.reduce((inside, name) => (inside as Readonly<Record<string, Values>>)[name] ?? null, values);
}

/** A default in one cell; what is empty, or too long for it, as a dash. */
function shown(value: Values): string {
  const text = stringify(value, { collectionStyle: 'flow', lineWidth: 0, singleQuote: true }).trim();
  return ["''", 'null', '[]', '{}'].includes(text) || text.length > 60 ? '–' : `\`${text}\``;
}

const usage = `Usage: npm run chart:readme

Writes helm/kervan/README.md from README.head.md and the comments of values.yaml.`;

if (import.meta.main) {
  readCommandLine({ usage });
  writeFileSync(join(chart, 'README.md'), chartReadme());
}
