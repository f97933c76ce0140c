import type { Catalogue } from '@kervan/contracts';
import { Logger } from '@nestjs/common';
import type { Job } from '../job/singleton-job.js';
import { UndecodableCause } from '../message/undecodable.js';
import { RUNS_AGAIN } from './held-message.js';

const EVERY_MS = 60_000;
const AT_ONCE = 500;

const logger = new Logger('LaterRecords');

/**
 * Has dead messages run again whose record a former release did not know, or not on their topic, and this one does.
 *
 * While two releases run side by side the former one may have read what the later one writes: it held that, and the later
 * messages of its key behind it. Nobody has to redrive them. Should the former one read such a message once more, it is
 * dead again, and run again within a minute, until that release is gone.
 */
export function laterRecordsJob(consumer: string, { topics }: Catalogue): Job {
  const known = topics.flatMap(({ name, records }) => records.map(({ fullName }) => ({ topic: name, type: fullName })));
  const causes = [UndecodableCause.unknownRecord, UndecodableCause.misplacedRecord];
  return {
    name: 'held/later-records',
    everyMs: EVERY_MS,
    async step(db) {
      const run = await db.query(
        `UPDATE held_message SET ${RUNS_AGAIN}
         WHERE id = ANY (ARRAY(
           SELECT id FROM held_message
           WHERE consumer = $1 AND state = 'dead' AND cause_code = ANY ($2::text[])
             AND (topic, type) IN (SELECT * FROM unnest($3::text[], $4::text[]))
           ORDER BY seq LIMIT $5 FOR UPDATE SKIP LOCKED))
         RETURNING 1`,
        [consumer, causes, known.map(({ topic }) => topic), known.map(({ type }) => type), AT_ONCE],
      );
      return run.length;
    },
    committed: (count) => logger.log({ msg: 'held messages of records that a former release did not know run again', count }),
  };
}
