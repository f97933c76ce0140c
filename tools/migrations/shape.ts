import type { ClientBase } from 'pg';

/** A column as code that reads or writes it sees it. */
export interface Column {
  readonly type: string;
  readonly nullable: boolean;
  /** Whether an insert may leave it out: it has a default, or is generated. */
  readonly filled: boolean;
}

/** A table or view. */
export interface Table {
  readonly columns: Readonly<Record<string, Column>>;
  /** What a row must fulfil beside its types (checks, keys, unique indexes), by name. */
  readonly rules: Readonly<Record<string, string>>;
}

/** What code finds of a database: its tables and views, and the functions with their parameters. */
export interface Shape {
  readonly tables: Readonly<Record<string, Table>>;
  readonly functions: readonly string[];
}

interface ColumnRow extends Column {
  readonly table: string;
  readonly column: string;
}

interface RuleRow {
  readonly table: string;
  readonly rule: string;
  readonly definition: string;
}

/** TypeORM keeps its list of migrations there. */
const MIGRATIONS = 'migration';
/** Tables and views of our own schema; a partition has the shape of its table. */
const OURS = `c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
  AND c.relname <> '${MIGRATIONS}'`;

const COLUMNS = `
  SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, a.atttypmod) AS type,
         NOT a.attnotnull AS nullable, a.atthasdef OR a.attidentity <> '' AS filled
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE ${OURS} AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY c.relname, a.attname`;
/** That a column is not null (type n) is told with the column. */
const RULES = `
  SELECT * FROM (
    SELECT c.relname AS "table", r.conname AS rule, pg_get_constraintdef(r.oid) AS definition
    FROM pg_class c JOIN pg_constraint r ON r.conrelid = c.oid WHERE ${OURS} AND r.contype <> 'n'
    UNION
    SELECT c.relname, i.relname, pg_get_indexdef(x.indexrelid)
    FROM pg_class c JOIN pg_index x ON x.indrelid = c.oid JOIN pg_class i ON i.oid = x.indexrelid
    WHERE ${OURS} AND x.indisunique AND NOT EXISTS (SELECT FROM pg_constraint r WHERE r.conindid = x.indexrelid)
  ) AS rule ORDER BY "table", rule`;
const FUNCTIONS = `
  SELECT p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS signature
  FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace ORDER BY signature`;

/** Reads the shape of the database that a client is connected to. */
export async function shapeOf(client: ClientBase): Promise<Shape> {
  const columns = (await client.query<ColumnRow>(COLUMNS)).rows;
  const rules = (await client.query<RuleRow>(RULES)).rows;
  const functions = (await client.query<{ signature: string }>(FUNCTIONS)).rows;
  const tables = [...Map.groupBy(columns, ({ table }) => table)].map(([table, its]): [string, Table] => [
    table,
    {
      columns: Object.fromEntries(its.map(({ column, type, nullable, filled }) => [column, { type, nullable, filled }])),
      rules: Object.fromEntries(rules.filter((row) => row.table === table).map(({ rule, definition }) => [rule, definition])),
    },
  ]);
  return { tables: Object.fromEntries(tables), functions: functions.map(({ signature }) => signature) };
}
