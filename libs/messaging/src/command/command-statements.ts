import { CommandDead } from '@kervan/contracts';
import type { Queryable } from '../transaction/output-statements.js';

/** How a command stands. */
export type CommandState = 'running' | 'finished' | 'withdrawn';

/** One row of the table `command`. */
export interface CommandRow {
  readonly commandId: string;
  /** Full name of the command's record; `null` when it was withdrawn before it was seen. */
  readonly type: string | null;
  readonly topic: string;
  readonly key: string;
  readonly state: CommandState;
  readonly replyType: string | null;
  readonly reply: Buffer | null;
}

/**
 * The statements of the command store, each set-wise.
 *
 * An object of functions, so that a test can show what each of them is for by leaving it out.
 */
export interface CommandStatements {
  find(db: Queryable, commandIds: readonly string[]): Promise<readonly CommandRow[]>;
  /** Enters commands that are new; fails the transaction when one of them is there. */
  enter(db: Queryable, rows: readonly CommandRow[]): Promise<void>;
  /** Makes commands withdrawn that are running, or have been given up on. */
  withdraw(db: Queryable, rows: readonly CommandRow[]): Promise<void>;
}

export const commandStatements: CommandStatements = {
  find(db, commandIds) {
    return db.query<CommandRow>(
      `SELECT command_id AS "commandId", type, topic, key, state, reply_type AS "replyType", reply
       FROM command WHERE command_id = ANY($1::uuid[])`,
      [commandIds],
    );
  },

  async enter(db, rows) {
    await db.query(
      `INSERT INTO command (command_id, type, topic, key, state, reply_type, reply, ended_at)
       SELECT command_id, type, topic, key, state, reply_type, reply, CASE WHEN state <> 'running' THEN now() END
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[])
         c (command_id, type, topic, key, state, reply_type, reply)`,
      [
        rows.map((row) => row.commandId),
        rows.map((row) => row.type),
        rows.map((row) => row.topic),
        rows.map((row) => row.key),
        rows.map((row) => row.state),
        rows.map((row) => row.replyType),
        rows.map((row) => row.reply),
      ],
    );
  },

  async withdraw(db, rows) {
    await db.query(
      `UPDATE command c SET state = 'withdrawn', reply_type = w.reply_type, reply = w.reply, ended_at = now()
       FROM unnest($1::uuid[], $2::text[], $3::bytea[]) w (command_id, reply_type, reply)
       WHERE c.command_id = w.command_id AND (c.state = 'running' OR (c.state = 'finished' AND c.reply_type = $4))`,
      [rows.map((row) => row.commandId), rows.map((row) => row.replyType), rows.map((row) => row.reply), CommandDead.fullName],
    );
  },
};
