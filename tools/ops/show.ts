import type { Shape } from './command.js';
import type { Answer } from './service-client.js';

type Item = Readonly<Record<string, unknown>>;
type Column = readonly [title: string, cell: (item: Item, service: string) => unknown];

const at = (name: string) => (item: Item): unknown => item[name];
const causeOf = ({ cause }: Item): unknown => (cause as { readonly code: string } | null)?.code ?? '(queued)';
const stageOf = ({ cause }: Item): unknown => (cause as { readonly stage: string } | null)?.stage ?? '';
const service: Column = ['service', (_, name) => name];

const columns: Readonly<Record<Exclude<Shape, 'one'>, readonly Column[]>> = {
  messages: [
    service, ['id', at('id')], ['state', at('state')], ['cause', causeOf], ['type', at('type')], ['key', at('key')],
    ['tries', ({ attempts }) => (attempts as { readonly started: number }).started], ['held at', at('heldAt')],
  ],
  causes: [
    service, ['count', at('count')], ['dead', at('dead')], ['cause', causeOf], ['stage', stageOf], ['type', at('type')],
    ['topic', at('topic')], ['oldest', at('oldest')], ['latest', at('latest')], ['sample', at('sample')],
  ],
  preview: [
    ['id', at('id')], ['cause', causeOf], ['type', at('type')], ['key', at('key')], ['came back', at('returns')],
    ['held at', at('heldAt')],
  ],
  batches: [
    service, ['id', at('id')], ['state', at('state')], ['total', at('total')], ['done', at('done')],
    ['skipped', at('skipped')], ['left', at('left')], ['by', at('by')], ['created at', at('createdAt')],
  ],
  items: [['id', at('id')], ['state', at('state')], ['code', at('code')], ['at', at('at')]],
  stuck: [
    service, ['id', at('id')], ['topic', at('topic')], ['cause', at('cause')], ['waiting behind', at('waiting')],
    ['message', at('messageId')], ['created at', at('createdAt')],
  ],
  acts: [
    service, ['no.', at('seq')], ['at', at('at')], ['act', at('act')],
    ['subject', ({ subject }) => Object.values(subject as object).join(' ')], ['by', at('by')], ['reason', at('reason')],
  ],
  verification: [
    service, ['intact', ({ intact }) => (intact ? 'yes' : 'NO')], ['entries', at('entries')],
    ['head', ({ head }) => Object.values(head as object).join(':')],
    ['broken at', ({ breaks }) => (breaks as readonly Item[]).map(({ seq, code }) => `${seq} ${code}`).join(', ')],
  ],
};

/**
 * Words of others without what a terminal would obey, or take for a line of its own: they came with messages, and from
 * systems outside.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, '\ufffd');
}

/** Answers as a person reads them: a table, or one thing with all that is known of it. */
export function show(shape: Shape, answers: readonly Answer[]): string {
  if (shape === 'one') return answers.map(({ body }) => jsonOf(body)).join('\n');
  const rows = answers.flatMap(({ service: name, body }) =>
    itemsOf(shape, body).map((item) => columns[shape].map(([, cell]) => textOf(cell(item, name)))),
  );
  const lines = rows.length === 0 ? ['Nothing.'] : table([columns[shape].map(([title]) => title), ...rows]);
  return [...lines, ...answers.flatMap(({ service: name, body }) => notesOf(shape, name, body as Item))].join('\n');
}

/** JSON has no control characters of its own but for the line breaks between its members; those of C1 it does not escape. */
export function jsonOf(body: unknown): string {
  return JSON.stringify(body, null, 2).split('\n').map(visible).join('\n');
}

function itemsOf(shape: Shape, body: unknown): readonly Item[] {
  if (shape === 'verification') return [body as Item];
  if (shape === 'preview') return (body as { readonly first: readonly Item[] }).first;
  return (body as { readonly items: readonly Item[] }).items;
}

function notesOf(shape: Shape, name: string, body: Item): string[] {
  if (shape === 'preview') {
    const { asOf, total, loopGuarded } = body;
    return [
      '',
      `As of ${asOf}; what became dead since then is left out of an order with --dead-to ${asOf}.`,
      `${total} would be redriven; ${loopGuarded} of them came back three times and would be skipped.`,
    ];
  }
  return body.next === undefined ? [] : [`There is more of ${name}: narrow it down, or ask for more by --limit.`];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd());
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : visible(String(value));
}
