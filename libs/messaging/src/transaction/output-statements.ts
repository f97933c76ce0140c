import type { CommandEnd, Output, ScheduledOutput, StoredOutput } from './output.js';

/** What a statement needs of a transaction. */
export interface Queryable {
  query<R>(sql: string, params?: readonly unknown[]): Promise<R[]>;
}

/** An output, and the sender that will get it from memory; `undefined` where it is to be read from the table. */
export interface OutboxEntry {
  readonly output: Output;
  readonly handedTo: string | undefined;
}

/**
 * The statements that write outputs, each set-wise.
 *
 * An object of functions, so that a test can show what each of them is for by leaving it out.
 */
export interface OutputStatements {
  /** Ends the commands that are running; gives back their ids and topics. */
  endCommands(db: Queryable, ends: readonly CommandEnd[]): Promise<readonly EndedCommand[]>;
  /** Replaces scheduled messages by name, in the order of their names. */
  replaceSchedules(db: Queryable, scheduled: readonly ScheduledOutput[]): Promise<void>;
  dropSchedules(db: Queryable, names: readonly string[]): Promise<void>;
  /** Makes the commit order of a key's rows the order of their ids: one transaction at a time, in one order of keys. */
  lockKeys(db: Queryable, keys: readonly Buffer[]): Promise<void>;
  /** Puts outputs into the outbox, in the given order; gives back their positions in that order. */
  insertOutputs(db: Queryable, entries: readonly OutboxEntry[]): Promise<readonly Pick<StoredOutput, 'id'>[]>;
}

/** A command that was ended, with the topic it came on. */
export interface EndedCommand {
  readonly commandId: string;
  readonly topic: string;
}

export const outputStatements: OutputStatements = {
  endCommands(db, ends) {
    return db.query<EndedCommand>(
      `UPDATE command c
       SET state = 'finished', reply_type = e.reply_type, reply = e.reply, ended_at = now()
       FROM unnest($1::uuid[], $2::text[], $3::bytea[]) e (command_id, reply_type, reply)
       WHERE c.command_id = e.command_id AND c.state = 'running'
       RETURNING c.command_id AS "commandId", c.topic`,
      [ends.map((e) => e.commandId), ends.map((e) => e.replyType), ends.map((e) => e.reply)],
    );
  },

  async replaceSchedules(db, scheduled) {
    await db.query(
      `INSERT INTO scheduled_message (name, due_at, lane, topic, key, message_id, value, headers)
       SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::smallint[], $4::text[], $5::bytea[], $6::uuid[],
         $7::bytea[], $8::json[]) s (name)
       ORDER BY s.name
       ON CONFLICT (name) DO UPDATE
       SET due_at = excluded.due_at, lane = excluded.lane, topic = excluded.topic, key = excluded.key,
         message_id = excluded.message_id, value = excluded.value, headers = excluded.headers`,
      [scheduled.map((s) => s.name), scheduled.map((s) => s.dueAt), ...columnsOf(scheduled)],
    );
  },

  async dropSchedules(db, names) {
    await db.query('DELETE FROM scheduled_message WHERE name = ANY($1)', [names]);
  },

  async lockKeys(db, keys) {
    await db.query(
      `SELECT pg_advisory_xact_lock(k.hash)
       FROM (
         SELECT DISTINCT hashtextextended(encode(key, 'hex'), 0) AS hash FROM unnest($1::bytea[]) key ORDER BY hash
       ) k`,
      [keys],
    );
  },

  insertOutputs(db, entries) {
    return db.query<Pick<StoredOutput, 'id'>>(
      `INSERT INTO outbox_message (lane, topic, key, message_id, value, headers, handed_to)
       SELECT lane, topic, key, message_id, value, headers, handed_to
       FROM unnest($1::smallint[], $2::text[], $3::bytea[], $4::uuid[], $5::bytea[], $6::json[], $7::uuid[])
         WITH ORDINALITY o (lane, topic, key, message_id, value, headers, handed_to, ordinal)
       ORDER BY ordinal
       RETURNING id`,
      [...columnsOf(entries.map(({ output }) => output)), entries.map(({ handedTo }) => handedTo)],
    );
  },
};

function columnsOf(outputs: readonly Output[]): unknown[][] {
  return [
    outputs.map((o) => o.lane),
    outputs.map((o) => o.topic),
    outputs.map((o) => o.key),
    outputs.map((o) => o.messageId),
    outputs.map((o) => o.value),
    outputs.map((o) => JSON.stringify(o.headers)),
  ];
}
