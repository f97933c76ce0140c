import { createHash } from 'node:crypto';
import type { RecordType } from '@kervan/contracts';
import { Logger } from '@nestjs/common';
import avro from 'avsc';
import type { Pool } from 'pg';
import type { RegistryClient } from './registry-client.js';
import { RegistryUnavailable } from './registry-unavailable.js';

const UNKNOWN_FOR_MS = 60_000;

/** Thrown when a record is to be written whose schema nobody has registered; permanent until a release registers it. */
export class SchemaNotRegistered extends Error {
  override readonly name = 'SchemaNotRegistered';

  constructor(fullName: string) {
    super(`the schema of ${fullName}, as this release has it, is not registered`);
  }
}

/**
 * Which id stands for which schema, kept for ever in the table `registered_schema` of the service's own database.
 *
 * The registry is asked once for each schema and each id; from then on neither a start nor a message waits for it. An
 * id that the registry does not know is asked about again after 60 s. It is not believed to know of none while it does not
 * have the youngest schema that it has told before: it has not read its storage yet, or is another one.
 */
export class SchemaStore {
  private readonly logger = new Logger(SchemaStore.name);
  private readonly idByFingerprint = new Map<string, number>();
  private readonly schemaById = new Map<number, string>();
  private readonly typeById = new Map<number, avro.Type>();
  private readonly unknownUntil = new Map<number, number>();

  constructor(
    private readonly pool: Pool,
    private readonly registry: RegistryClient,
  ) {}

  /**
   * Knows the ids of the records that are written from here on, and of those that are read as far as the registry tells
   * them now: what it does not tell is asked for when it comes, so that a start does not wait for it.
   *
   * @throws {RegistryUnavailable} when a schema to write is new to this database and the registry does not answer; transient.
   * @throws {SchemaNotRegistered} when the registry does not have one of those to write.
   */
  async start(written: Iterable<RecordType<unknown>>, read: Iterable<RecordType<unknown>> = []): Promise<void> {
    const { rows } = await this.pool.query<StoredSchema>('SELECT fingerprint, id, schema FROM registered_schema');
    for (const row of rows) this.remember(row);
    for (const record of written) {
      if (!(await this.find(record))) throw new SchemaNotRegistered(record.fullName);
    }
    try {
      for (const record of read) await this.find(record);
    } catch (error) {
      if (!(error instanceof RegistryUnavailable)) throw error;
      this.logger.warn({ msg: 'schemas that are read are asked for when they come', err: error });
    }
  }

  /** The id that a record is written under. @throws {SchemaNotRegistered} */
  idOf(record: RecordType<unknown>): number {
    const id = this.idByFingerprint.get(fingerprintOf(record));
    if (id === undefined) throw new SchemaNotRegistered(record.fullName);
    return id;
  }

  /** Whether an id stands for exactly the schema that this release has of the record. */
  isSame(record: RecordType<unknown>, id: number): boolean {
    return this.idByFingerprint.get(fingerprintOf(record)) === id;
  }

  /** Whether nothing has to be asked about an id: its schema is known, or known not to exist. */
  isSettled(id: number): boolean {
    return this.schemaById.has(id) || id <= 0 || (this.unknownUntil.get(id) ?? 0) > performance.now();
  }

  /** Asks the registry about the ids that are not settled. @throws {RegistryUnavailable} transient. */
  async learn(ids: Iterable<number>): Promise<void> {
    for (const id of ids) {
      if (this.isSettled(id)) continue;
      const schema = (await this.registry.schemaOf(id)) ?? (await this.whereWhole(() => this.registry.schemaOf(id)));
      if (schema === undefined) this.unknownUntil.set(id, performance.now() + UNKNOWN_FOR_MS);
      else await this.keep(id, schema);
    }
  }

  /** The type that a writer used; `undefined` when the registry has no Avro schema of that id. */
  writerOf(id: number): avro.Type | undefined {
    const known = this.typeById.get(id);
    if (known) return known;
    const schema = this.schemaById.get(id);
    if (schema === undefined) return undefined;
    const type = avro.Type.forSchema(JSON.parse(schema) as avro.Schema, { omitRecordMethods: true });
    this.typeById.set(id, type);
    return type;
  }

  /** Whether the schema of this release is known here, or to the registry. */
  private async find(record: RecordType<unknown>): Promise<boolean> {
    if (this.idByFingerprint.has(fingerprintOf(record))) return true;
    const id = await this.registry.idOf(record);
    if (id !== undefined) await this.keep(id, record.schema);
    return id !== undefined;
  }

  /** Asks a registry that has all it has told before; ids ascend, so that the youngest tells of the others. */
  private async whereWhole<T>(ask: () => Promise<T>): Promise<T> {
    const youngest = Math.max(0, ...this.schemaById.keys());
    if (youngest > 0 && !(await this.registry.has(youngest))) {
      throw new RegistryUnavailable(`it does not have the schema ${youngest}, which it has told before`);
    }
    return ask();
  }

  private async keep(id: number, schema: string): Promise<void> {
    const row = { fingerprint: fingerprint(schema), id, schema };
    await this.pool.query(
      'INSERT INTO registered_schema (fingerprint, id, schema) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [row.fingerprint, id, schema],
    );
    this.remember(row);
  }

  private remember({ fingerprint, id, schema }: StoredSchema): void {
    this.idByFingerprint.set(fingerprint, id);
    this.schemaById.set(id, schema);
    this.unknownUntil.delete(id);
  }
}

interface StoredSchema {
  readonly fingerprint: string;
  readonly id: number;
  readonly schema: string;
}

const fingerprints = new WeakMap<RecordType<unknown>, string>();

function fingerprintOf(record: RecordType<unknown>): string {
  const known = fingerprints.get(record);
  if (known) return known;
  const made = fingerprint(record.schema);
  fingerprints.set(record, made);
  return made;
}

/** Of the text, not of its canonical form: two schemas that differ in a default are two schemas. */
function fingerprint(schema: string): string {
  return createHash('sha256').update(schema).digest('hex');
}
