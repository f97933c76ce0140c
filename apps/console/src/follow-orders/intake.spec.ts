import { IntakePauses, type Transactions } from '@kervan/messaging';
import { type Health, HealthRegistry } from '@kervan/service-host';
import { describe, expect, it } from 'vitest';
import { CountsController } from '../count-documents/counts.controller.js';
import { DocumentsController } from '../find-documents/documents.controller.js';
import { SearchController } from '../find-documents/search.controller.js';
import { Intake } from './intake.js';

/** The lists of a console that has nothing, whose consumer is so and takes nothing from some partitions. */
function listsWhile(consumer: Health, paused: IntakePauses['now'] = []) {
  const health = new HealthRegistry();
  health.live('outbox', () => ({ ok: false, reason: 'outbox-sender-stalled' }));
  health.live('consumer', () => consumer);
  const transactions = { run: () => Promise.resolve([]) } as unknown as Transactions;
  const pauses = new IntakePauses();
  pauses.follow({ pauses: paused });
  const intake = new Intake(health, pauses);
  const documents = new DocumentsController(transactions, intake);
  return {
    counts: () => new CountsController(transactions, intake).counts(),
    attention: () => documents.attention({ limit: 5, after: undefined }),
    latest: () => documents.latest({ limit: 5, after: undefined }),
    hits: () => new SearchController(transactions, intake).find({ q: 'moda' }),
  };
}

describe.each(['counts', 'attention', 'latest', 'hits'] as const)('the %s', (list) => {
  it('say that orders may be missing while the console’s own consumer stands', async () => {
    const lists = listsWhile({ ok: false, reason: 'partition-without-progress' });
    expect(await lists[list]()).toMatchObject({ incomplete: 'partition-without-progress' });
  });

  it('say so while a partition rests', async () => {
    const lists = listsWhile({ ok: true }, [{ topic: 'kervan.sales.orders', partition: 3, reason: 'position-lost' }]);
    expect(await lists[list]()).toMatchObject({ incomplete: 'position-lost' });
  });

  it('say nothing of the kind while it goes on', async () => {
    expect(await listsWhile({ ok: true })[list]()).not.toHaveProperty('incomplete');
  });
});
