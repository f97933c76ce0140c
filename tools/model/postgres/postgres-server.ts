import type { Machine } from '../machine/machine.js';
import type { ModelDatabase } from './model-database.js';
import type { ModelSocket } from './model-socket.js';
import { Session } from './session.js';

/** What may go wrong between a service and its database, as probabilities. */
export interface DatabaseFaults {
  /** A connection is lost before a statement is carried out. */
  readonly lostBefore: number;
  /** A connection is lost after a statement was carried out, so that nobody knows. */
  readonly lostAfter: number;
  /** A statement takes long. */
  readonly slow: number;
}

/** An empty look is good for so long where nothing has changed but the time; milliseconds. */
const FRESH_MS = 3_000;

const ASKS_THE_TIME = /\bnow\(|clock_timestamp/;

interface Remembered {
  readonly answer: Buffer;
  readonly version: number;
  readonly at: number;
  /** Whether it stays what it is for as long as nothing is written. */
  readonly isTimeless: boolean;
}

/**
 * The database server of a run: connections of all services, each with its own transactions, before the one session
 * that there is.
 *
 * A transaction that has touched the database has it alone until it ends; statements of the others wait. What no
 * statement since has changed is answered from memory, for a while, where it was an empty look.
 */
export class PostgresServer {
  private readonly waiting: Session[] = [];
  private holder: Session | undefined;
  private readonly versions = new Map<string, number>();
  private readonly seen = new Map<string, Remembered>();
  private readonly empty = new Map<string, { readonly version: number; readonly isEmpty: boolean }>();
  private connections = 0;

  constructor(
    readonly machine: Machine,
    readonly database: ModelDatabase,
    readonly faults: () => DatabaseFaults,
    /** Which schema stands for a database of this name. */
    readonly schemaOf: (database: string) => string,
  ) {}

  accept(socket: ModelSocket): Session {
    return new Session(this, socket, ++this.connections);
  }

  /** Whether nobody is in a transaction. */
  get isFree(): boolean {
    return this.holder === undefined;
  }

  /** Lets the session have the database as soon as nobody is in a transaction. */
  want(session: Session): void {
    if (!this.waiting.includes(session)) this.waiting.push(session);
    this.serve();
  }

  /** Called after each statement of the holder. */
  release(session: Session): void {
    if (this.holder === session) this.holder = undefined;
    this.serve();
  }

  forget(session: Session): void {
    const at = this.waiting.indexOf(session);
    if (at >= 0) this.waiting.splice(at, 1);
    this.release(session);
  }

  /** What the same question was answered with, if nothing that it is about has changed since and it is not long ago. */
  remembered(schema: string, sql: string, question: string): Buffer | undefined {
    const known = this.seen.get(`${schema} ${question}`);
    if (!known || known.version !== this.versionOf(schema, sql)) return undefined;
    if (known.isTimeless) return known.answer;
    return this.machine.now - known.at <= Math.max(FRESH_MS, this.machine.idleFor / 2) ? known.answer : undefined;
  }

  remember(schema: string, sql: string, question: string, answer: Buffer): void {
    const isTimeless = !ASKS_THE_TIME.test(sql) || this.isAboutNothing(schema, sql);
    this.seen.set(`${schema} ${question}`, { answer, version: this.versionOf(schema, sql), at: this.machine.now, isTimeless });
  }

  /** Whether all tables that a look goes through are empty, so that time alone does not change what it finds. */
  private isAboutNothing(schema: string, sql: string): boolean {
    return this.database.tablesIn(sql).every((table) => table === 'lease' || this.isEmpty(schema, table));
  }

  private isEmpty(schema: string, table: string): boolean {
    const name = `${schema}.${table}`;
    const version = this.versions.get(name) ?? 0;
    const known = this.empty.get(name);
    if (known?.version === version) return known.isEmpty;
    const isEmpty = this.database.look(schema, `SELECT FROM ${table} LIMIT 1`).length === 0;
    this.empty.set(name, { version, isEmpty });
    return isEmpty;
  }

  /** A statement has changed something in the schema. */
  changed(schema: string, sql: string): void {
    for (const table of this.database.tablesIn(sql)) {
      const name = `${schema}.${table}`;
      this.database.touched.add(name);
      this.versions.set(name, (this.versions.get(name) ?? 0) + 1);
    }
    this.machine.active();
  }

  private versionOf(schema: string, sql: string): number {
    let sum = 0;
    for (const table of this.database.tablesIn(sql)) sum += this.versions.get(`${schema}.${table}`) ?? 0;
    return sum;
  }

  private serve(): void {
    while (!this.holder) {
      const next = this.waiting.shift();
      if (!next) return;
      this.holder = next;
      if (!next.proceed() && this.holder === next) this.holder = undefined;
    }
  }
}
