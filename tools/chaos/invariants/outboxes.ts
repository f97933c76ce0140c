import type { Installation } from '../../platform/services.js';
import { inEveryDatabase, type Database } from './databases.js';

/** An output that a transaction of a service has committed. */
export interface Committed {
  readonly topic: string;
  readonly messageId: string;
}

/**
 * Has every database remember what its outbox was ever given: a trigger in a schema that the services do not see.
 *
 * What is sent is deleted from the outbox, so that nothing but this tells what should be on the topics. To be called
 * before anything is published; again it is harmless.
 */
export async function recordOutboxes(installation: Pick<Installation, 'stack' | 'databaseUrls'>): Promise<void> {
  await inEveryDatabase(installation, async (database) => {
    await database.query(`
      CREATE SCHEMA IF NOT EXISTS checker;
      CREATE TABLE IF NOT EXISTS checker.committed (topic text NOT NULL, message_id uuid NOT NULL);
      CREATE OR REPLACE FUNCTION checker.remember() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        INSERT INTO checker.committed SELECT topic, message_id FROM fresh;
        RETURN NULL;
      END $$;
      CREATE OR REPLACE TRIGGER checker_remembers AFTER INSERT ON outbox_message
        REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION checker.remember()`);
  });
}

/** What a service's outbox was ever given; undefined where nobody has had that remembered. */
export async function committedIn({ query }: Pick<Database, 'query'>): Promise<Committed[] | undefined> {
  const [{ recorded } = { recorded: null }] = await query<{ recorded: string | null }>(
    `SELECT to_regclass('checker.committed')::text AS recorded`,
  );
  if (recorded === null) return undefined;
  return query<Committed>('SELECT DISTINCT topic, message_id AS "messageId" FROM checker.committed');
}
