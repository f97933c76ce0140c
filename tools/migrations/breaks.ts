import type { Column, Shape, Table } from './shape.js';

/** A change that code which was written for the database before it does not survive. */
export interface Break {
  readonly code: BreakCode;
  /** What is changed: `table`, `table.column`, the name of a rule or function. */
  readonly subject: string;
}

export const BreakCode = {
  tableGone: 'table-gone',
  columnGone: 'column-gone',
  typeChanged: 'type-changed',
  notNull: 'not-null',
  defaultGone: 'default-gone',
  neededColumn: 'needed-column',
  ruleAdded: 'rule-added',
  ruleChanged: 'rule-changed',
  uniqueGone: 'unique-gone',
  functionGone: 'function-gone',
  appendOnly: 'append-only',
  plainIndex: 'plain-index',
} as const;

export type BreakCode = (typeof BreakCode)[keyof typeof BreakCode];

/** Why each is a break, and the way that is open instead. */
export const explained: Readonly<Record<BreakCode, string>> = {
  'table-gone': 'the release before still uses it. Leave it, and drop it in a contract migration once no release does',
  'column-gone':
    'the release before still reads and writes it. Add the new column beside it, write both, and drop the old one in a contract migration',
  'type-changed': 'the release before reads and writes the old type. Add a column of the new type beside it',
  'not-null': 'the release before may still write NULL. Write it everywhere first, and demand it in a contract migration',
  'default-gone': 'the release before leaves the column out of its inserts. Keep the default',
  'needed-column': 'the release before does not know the column and cannot fill it. Allow NULL or give it a default',
  'rule-added': 'the release before may write what the rule refuses. Add it in a contract migration',
  'rule-changed':
    'the release before may write what the new rule refuses. If the new one admits all that the old one did, name it in `widens`; else a contract migration',
  'unique-gone': 'the release before may lean on it (ON CONFLICT). Drop it in a contract migration',
  'function-gone': 'the release before calls it. Leave it beside the new one',
  'append-only':
    'the release before may still change or delete its rows. Name it in a contract migration, once the last release does neither',
  'plain-index': 'nobody may write to the table while it is built. Build it by `buildIndex`, in a migration with `transaction = false`',
};

/** All of a shape that breaks the release before, in the order of tables. */
export function breaksBetween(before: Shape, after: Shape): Break[] {
  const inTables = Object.entries(before.tables).flatMap(([name, table]) => {
    const now = after.tables[name];
    return now ? breaksInTable(name, table, now) : [{ code: BreakCode.tableGone, subject: name }];
  });
  const functions = before.functions.filter((signature) => !after.functions.includes(signature));
  return [...inTables, ...functions.map((subject) => ({ code: BreakCode.functionGone, subject }))];
}

function breaksInTable(table: string, before: Table, after: Table): Break[] {
  const columns = Object.entries(before.columns).flatMap(([name, column]) => {
    const subject = `${table}.${name}`;
    const now = after.columns[name];
    return now ? breaksInColumn(subject, column, now) : [{ code: BreakCode.columnGone, subject }];
  });
  const needed = Object.entries(after.columns).filter(([name, { nullable, filled }]) => !(name in before.columns) && !nullable && !filled);
  return [...columns, ...needed.map(([name]) => ({ code: BreakCode.neededColumn, subject: `${table}.${name}` })), ...breaksInRules(before, after)];
}

function breaksInColumn(subject: string, before: Column, after: Column): Break[] {
  const codes = [
    ...(before.type !== after.type ? [BreakCode.typeChanged] : []),
    ...(before.nullable && !after.nullable ? [BreakCode.notNull] : []),
    ...(before.filled && !after.filled && !after.nullable ? [BreakCode.defaultGone] : []),
  ];
  return codes.map((code) => ({ code, subject }));
}

function breaksInRules({ rules: before }: Table, { rules: after }: Table): Break[] {
  const gone = Object.entries(before).filter(([name, definition]) => !(name in after) && isUnique(definition));
  const added = Object.keys(after).filter((name) => !(name in before));
  const changed = Object.entries(before).filter(([name, definition]) => name in after && after[name] !== definition);
  return [
    ...gone.map(([subject]) => ({ code: BreakCode.uniqueGone, subject })),
    ...added.map((subject) => ({ code: BreakCode.ruleAdded, subject })),
    ...changed.map(([subject]) => ({ code: BreakCode.ruleChanged, subject })),
  ];
}

function isUnique(definition: string): boolean {
  return /^(PRIMARY KEY|UNIQUE|CREATE UNIQUE)/.test(definition);
}
