import { PGlite } from '@electric-sql/pglite';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type AnswerFacts, factsOf, framed, rowsOf, withoutFirst, zeroEnded } from './wire.js';

/** The tables of one service: a schema of its own in the one Postgres of the model. */
export interface ModelSchema {
  readonly name: string;
  readonly migrations: readonly (new () => MigrationInterface)[];
}

/** As services tell their database to plan, and every plan the same however often it was used. */
const SETTINGS = [
  ...['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin'].map((way) => `SET enable_${way} = off`),
  'SET plan_cache_mode = force_generic_plan',
  `SET timezone = 'UTC'`,
  'SET synchronous_commit = on',
  'SET client_min_messages = error',
].join('; ');

/** Ledgers of the model: what handlers took, and what was ever put into the outbox. */
const PROBES = `
  CREATE TABLE model_handled (
    seq bigserial PRIMARY KEY, message_id uuid NOT NULL, topic text NOT NULL, key text, "offset" bigint NOT NULL);
  CREATE TABLE model_output (
    id bigint NOT NULL, message_id uuid NOT NULL, topic text NOT NULL, key text, handed boolean NOT NULL);
  CREATE FUNCTION keep_output() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO model_output SELECT id, message_id, topic, convert_from(key, 'UTF8'), handed_to IS NOT NULL FROM added;
    RETURN NULL;
  END $$;
  CREATE TRIGGER keep_output AFTER INSERT ON outbox_message REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION keep_output()`;

/** What an answer of the database says, with its bytes. */
export interface DatabaseAnswer extends AnswerFacts {
  readonly bytes: Buffer;
}

/**
 * A real Postgres inside this process (PGlite): one session, so one transaction at a time, and no I/O of any kind.
 *
 * Each service has a schema of its own in place of a database. Its clock is that of JavaScript.
 */
export class ModelDatabase {
  /** How often it was asked, since it was opened. */
  asked = 0;
  private current = '';
  /** Tables that something was written to since it was last {@link empty}. */
  readonly touched = new Set<string>();
  private readonly names = new Map<string, string>();
  private readonly named = new Map<string, readonly string[]>();
  /** Names of statements that the database has prepared. */
  readonly prepared = new Set<string>();

  private constructor(
    private readonly postgres: PGlite,
    private readonly tables: ReadonlySet<string>,
    private readonly restartSequences: string,
    private readonly ledgers: readonly string[],
  ) {}

  /** Takes a few seconds: to be shared by many runs, one after another. */
  static async open(
    schemas: readonly ModelSchema[],
    registered: readonly { readonly fingerprint: string; readonly id: number; readonly schema: string }[],
  ): Promise<ModelDatabase> {
    const postgres = await PGlite.create();
    await postgres.exec(SETTINGS);
    const runner = {
      query: async (sql: string, params?: unknown[]) =>
        params ? (await postgres.query(sql, params)).rows : (await postgres.exec(sql)).at(-1)?.rows,
    } as unknown as QueryRunner;
    for (const { name, migrations } of schemas) {
      await postgres.exec(`CREATE SCHEMA ${name}; SET search_path = ${name}`);
      for (const Migration of migrations) await new Migration().up(runner);
      await postgres.exec(PROBES);
      for (const { fingerprint, id, schema } of registered) {
        await postgres.query('INSERT INTO registered_schema (fingerprint, id, schema) VALUES ($1, $2, $3)', [fingerprint, id, schema]);
      }
    }
    await withoutLog(postgres, schemas);
    const names = schemas.map(({ name }) => `'${name}'`).join(', ');
    const tables = await postgres.query<{ name: string }>(
      `SELECT DISTINCT tablename AS name FROM pg_tables WHERE schemaname IN (${names})`,
    );
    const sequences = await postgres.query<{ restart: string }>(
      `SELECT 'SELECT ' || string_agg(format('setval(%L, 1, false)', schemaname || '.' || sequencename), ', ') AS restart
       FROM pg_sequences WHERE schemaname IN (${names})`,
    );
    const ledgers = schemas.flatMap(({ name }) => [`${name}.model_handled`, `${name}.model_output`]);
    return new ModelDatabase(postgres, new Set(tables.rows.map(({ name }) => name)), sequences.rows[0]!.restart, ledgers);
  }

  /** Everything as it was after {@link open}. */
  async empty(): Promise<void> {
    const tables = [...this.touched, ...this.ledgers].toSorted().map((name) => `DELETE FROM ${name}`);
    const withoutChecks = [...tables, this.restartSequences].join('; ');
    await this.postgres.exec(`ROLLBACK; SET session_replication_role = replica; ${withoutChecks}; SET session_replication_role = origin`);
    this.touched.clear();
    this.current = '';
  }

  close(): Promise<void> {
    return this.postgres.close();
  }

  /**
   * Carries out messages of the protocol in a schema, after a statement without rows if one is given.
   *
   * @returns what the messages are answered with.
   */
  ask(schema: string, bytes: Buffer, first?: string): DatabaseAnswer {
    const before = [...(schema === this.current ? [] : [`SET search_path = ${schema}`]), ...(first === undefined ? [] : [first])];
    this.current = schema;
    if (before.length === 0) return this.raw(bytes);
    const whole = this.raw(Buffer.concat([...before.map((sql) => framed('Q', zeroEnded(sql))), bytes]));
    return { ...whole, bytes: withoutFirst(whole.bytes, before.length) };
  }

  /** The tables of the model that a statement names. */
  tablesIn(sql: string): readonly string[] {
    let tables = this.named.get(sql);
    if (!tables) this.named.set(sql, (tables = [...new Set(sql.match(/\b[a-z_]+\b/g))].filter((word) => this.tables.has(word))));
    return tables;
  }

  /** The name by which the database knows a prepared statement of a schema. */
  nameOf(schema: string, statement: string): string {
    const key = `${schema} ${statement}`;
    let name = this.names.get(key);
    if (name === undefined) this.names.set(key, (name = `s${this.names.size}`));
    return name;
  }

  /** Rows of a query as texts, for whoever looks at how things stand; nobody may be in a transaction. */
  look(schema: string, sql: string): Record<string, string>[] {
    const answer = this.ask(schema, framed('Q', zeroEnded(sql)));
    if (answer.error) throw new Error(`${answer.error.code} ${answer.error.message}`);
    return rowsOf(answer.bytes);
  }

  /** What the tables of a schema hold, as JSON by their names; nobody may be in a transaction. */
  backUp(schema: string): ReadonlyMap<string, string> {
    const names = this.look(
      schema,
      `SELECT relname AS name FROM pg_class
       WHERE relnamespace = '${schema}'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
         AND relname NOT IN ('model_output', 'registered_schema')`,
    ).map(({ name }) => name!).toSorted();
    const each = names.map((name) => `SELECT '${name}' AS name, coalesce(json_agg(t), '[]')::text AS rows FROM ${name} t`);
    return new Map(this.look(schema, each.join(' UNION ALL ')).map(({ name, rows }) => [name!, rows!]));
  }

  /** Has the tables hold that again, and nothing else; what was ever put into the outbox stays known. */
  restore(schema: string, backup: ReadonlyMap<string, string>): void {
    const fill = ([name, rows]: readonly [string, string]): string =>
      `DELETE FROM ${name}; INSERT INTO ${name} OVERRIDING SYSTEM VALUE
       SELECT * FROM json_populate_recordset(NULL::${name}, $backup$${rows}$backup$)`;
    const all = [...backup].map(fill).join('; ');
    this.look(schema, `BEGIN; SET LOCAL session_replication_role = replica; ${all}; COMMIT`);
  }

  private raw(bytes: Buffer): DatabaseAnswer {
    this.asked += 1;
    const answer = Buffer.from(this.postgres.execProtocolRawSync(bytes));
    return { ...factsOf(answer), bytes: answer };
  }
}

/** Nothing here has to outlive the process: tables need no log. */
async function withoutLog(postgres: PGlite, schemas: readonly ModelSchema[]): Promise<void> {
  const { rows } = await postgres.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname IN (${schemas.map(({ name }) => `'${name}'`).join(', ')})
     ORDER BY EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conrelid = c.oid) DESC, 1`,
  );
  for (const { name } of rows) await postgres.exec(`ALTER TABLE ${name} SET UNLOGGED`);
}
