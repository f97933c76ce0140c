/** A table that a statement makes. */
const MADE = /\bCREATE\s+(?:\w+\s+)?(?:TABLE|VIEW)\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w".]+)/gi;
/** The table of an index that is built while nobody may write to it; `ON ONLY`, of a partitioned table, builds nothing. */
const PLAIN =
  /\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY\b)(?:IF\s+NOT\s+EXISTS\s+)?(?:(?!ON\b)\S+\s+)?ON\s+(?!ONLY\b)([\w".]+)/gi;

/** Tables that hold few rows when a migration builds its indexes of them, by its name. */
const SMALL: Readonly<Record<string, readonly string[]>> = {
  AddSteering1763700000003: ['outbound_decision'], // one a decision, and none was made of many calls at once by then
  FollowStatements1763720000007: ['bank_statement'], // unlike the lines of statements
};

/** The tables, and materialized views, that statements make. */
export function tablesMadeBy(statements: readonly string[]): string[] {
  return statements.flatMap((sql) => [...sql.matchAll(MADE)].map(([, table = '']) => plainName(table)));
}

/**
 * The tables that a migration builds indexes of by a plain CREATE INDEX, which nobody may write to until it is through; those
 * apart that are `made` by migrations of the same upgrade, and are empty, or small. Names that a function or DO puts together
 * when it runs are not seen.
 */
export function plainlyIndexed(migration: string, statements: readonly string[], made: readonly string[]): string[] {
  const spared = [...made, ...(SMALL[migration] ?? [])];
  const tables = statements.flatMap((sql) => [...sql.matchAll(PLAIN)].map(([, table = '']) => plainName(table)));
  return [...new Set(tables)].filter((table) => !spared.includes(table));
}

/** A name without its schema and quotes. */
function plainName(name: string): string {
  return name.replaceAll('"', '').split('.').at(-1) ?? name;
}
