import type { Mutant } from './mutant.js';

const consumer = 'libs/messaging/src/consumer';

/** Faults of what all services are built with. */
export const inMessaging: readonly Mutant[] = [
  {
    name: 'inbox-skipped',
    does: 'takes every message for new',
    service: 'order-orchestrator',
    mutations: [
      {
        file: `${consumer}/chunk-statements.ts`,
        find: 'if (entered.delete(id)) fresh.add(index);',
        replace: 'fresh.add(index);',
      },
    ],
    caughtBy: 'I14',
    load: 'tills',
    afterwards: 'replay',
  },
  {
    name: 'inbox-forgets',
    does: 'forgets what it has taken after a day, which here is a second',
    service: 'erp-writer',
    mutations: [
      {
        file: `${consumer}/chunk-statements.ts`,
        find: 'const entered = new Set(rows',
        replace: `await db.query("DELETE FROM inbox WHERE entered_at < now() - interval '1 second'");
    const entered = new Set(rows`,
      },
    ],
    caughtBy: 'I14',
    load: 'tills',
    afterwards: 'replay',
  },
  {
    name: 'position-before-work',
    does: 'commits its position before the work, and dies in between',
    service: 'order-orchestrator',
    mutations: [
      {
        file: `${consumer}/chunk-transaction.ts`,
        find: 'db = await transactions.begin();',
        replace: `const ahead = await transactions.begin();
      const steps = [...stepsOf(items).values()];
      await this.parts.statements.lockProgress(ahead, this.parts.consumer, steps);
      await this.parts.statements.advance(ahead, this.parts.consumer, steps);
      await ahead.commit();
      $DIES
      db = await transactions.begin();`,
      },
      {
        file: `${consumer}/chunk-transaction.ts`,
        find: 'statements.advance(db, consumer, [...steps.values()]),',
        replace: 'Promise.resolve([...steps.values()]),',
      },
    ],
    caughtBy: 'I8',
    load: 'tills',
  },
  {
    name: 'held-overlooked',
    does: 'runs a message although an earlier one of its key is held',
    service: 'order-orchestrator',
    mutations: [
      {
        file: `${consumer}/chunk-statements.ts`,
        find: 'return new Set(rows.map(({ at }) => Number(at) - 1));',
        replace: 'return new Set(rows.slice(rows.length).map(({ at }) => Number(at) - 1));',
      },
    ],
    caughtBy: 'I9',
    load: 'tills',
    afterwards: 'poison',
  },
  {
    name: 'redrive-through-inbox',
    does: 'has what is run again pass its inbox, which knows it already',
    service: 'erp-writer',
    mutations: [
      {
        file: 'apps/erp-writer/src/post-payment/post-payment.consumer.ts',
        find: 'const { orderId, commandId, payments } = data;',
        replace: `const { orderId, commandId, payments } = data;
    if (data.orderNumber.startsWith('01') && $BROKEN) throw new TypeError('a fault of the code');`,
      },
      {
        file: 'libs/messaging/src/held/held-head-runner.ts',
        find: 'if (id === head.messageId) return true;',
        replace: '',
      },
    ],
    caughtBy: 'I1',
    load: 'tills',
    afterwards: 'redrive',
  },
  {
    name: 'outbox-deleted-early',
    does: 'deletes what it is about to send, and dies before it has sent it',
    service: 'pos-ingest',
    mutations: [
      {
        file: 'libs/messaging/src/outbox/outbox-sender.ts',
        find: 'await this.producer.send(records);',
        replace: `await this.statements.remove(this.pool, records.map(({ id }) => id));
      $DIES
      await this.producer.send(records);`,
      },
    ],
    caughtBy: 'I7',
    load: 'tills',
  },
  {
    name: 'published-uncommitted',
    does: 'publishes what no transaction has committed',
    service: 'erp-writer',
    mutations: [
      {
        file: 'libs/messaging/src/outbox/outbox-sender.ts',
        find: 'await this.producer.send(records);',
        replace: `const ghosts = records.slice(0, 1).map((one) => {
        const messageId = randomUUID();
        return { ...one, messageId, headers: { ...one.headers, ce_id: messageId } };
      });
      await this.producer.send([...records, ...ghosts]);`,
      },
    ],
    caughtBy: 'I7',
    load: 'tills',
  },
  {
    name: 'id-by-chance',
    does: 'gives a message another id each time that it is written',
    service: 'order-orchestrator',
    mutations: [
      {
        file: 'libs/messaging/src/transaction/message-writer.ts',
        find: 'const messageId = derivedId(cause.acceptedAt, cause.source, cause.id, place, type.fullName);',
        replace: 'const messageId = derivedId(Date.now(), String(Math.random()), cause.id, place, type.fullName);',
      },
    ],
    caughtBy: 'I14',
    load: 'tills',
  },
  {
    name: 'correlation-dropped',
    does: 'begins a correlation of its own at its hop',
    service: 'erp-writer',
    mutations: [
      {
        file: 'libs/messaging/src/transaction/message-writer.ts',
        find: '[Header.correlationId]: cause.correlationId,',
        replace: '[Header.correlationId]: derivedId(Date.now(), cause.id),',
      },
    ],
    caughtBy: 'I6',
    load: 'tills',
  },
  {
    name: 'trace-broken',
    does: 'names a span that nobody has begun as that which its messages follow from',
    service: 'erp-writer',
    mutations: [
      {
        file: 'libs/messaging/src/transaction/message-writer.ts',
        find: 'if (cause.traceparent) headers[Header.traceparent] = cause.traceparent;',
        replace: `if (cause.traceparent) {
      headers[Header.traceparent] = cause.traceparent.replace(/-[0-9a-f]{16}-/, '-' + messageId.replaceAll('-', '').slice(-16) + '-');
    }`,
      },
    ],
    caughtBy: 'I6',
    finding: 'span-orphaned',
    load: 'tills',
  },
];
