import type { ServiceName } from '../platform/services.js';
import type { Mutation } from './mutated.js';

/** A place in the code at which a process can be made to die, named by what it has just done or is about to do. */
export interface CrashPoint {
  readonly name: string;
  /** The services that pass it. */
  readonly services: readonly ServiceName[];
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  /** The same code with the place in it. */
  readonly replace: (here: string) => string;
}

/** When a process dies at a crash point. */
export interface Crashing {
  /** At the passage of this number, counted from 1 in each process anew, and at the ones after it. */
  readonly nth: number;
  /** Until it has died so often. */
  readonly times: number;
  /** A file that counts the deaths, a byte each; it need not exist yet. */
  readonly tally: string;
}

const doors = ['pos-ingest', 'ecommerce-webhooks', 'edi-gateway', 'bank-reconciler'] as const satisfies readonly ServiceName[];
const callers = ['erp-writer', 'einvoice-sender'] as const satisfies readonly ServiceName[];
const consumers = [...doors, 'order-orchestrator', ...callers] as const satisfies readonly ServiceName[];

const chunk = {
  services: consumers,
  file: 'libs/messaging/src/consumer/chunk-transaction.ts',
  find: `if (attempt.outcome === 'committed') await db.commit();`,
};
const publication = {
  services: consumers,
  file: 'libs/messaging/src/outbox/outbox-sender.ts',
  find: 'await this.producer.send(records);',
};
const removal = {
  services: consumers,
  file: 'libs/messaging/src/outbox/outbox-sender.ts',
  find: 'await this.statements.remove(this.pool, ids);',
};
const offsets = {
  services: consumers,
  file: 'libs/messaging/src/consumer/offset-commits.ts',
  find: 'this.running = this.commit(offsets).catch(() => undefined);',
};
const call = {
  services: callers,
  file: 'libs/outbound/src/worker/call-performance.ts',
  find: 'const exchange = await span.around(() => this.passage.client.exchange(wire));',
};
const settlement = {
  services: callers,
  file: 'libs/outbound/src/worker/settlement.ts',
};
const ingress = {
  services: doors,
  file: 'libs/messaging/src/transaction/transactions.ts',
  find: 'await db.commit();',
};
const file = {
  services: ['edi-gateway'],
  file: 'apps/edi-gateway/src/watch-inbox/inbox.worker.ts',
} as const;

/** Every place at which a crash could lose or double something, before and after each act that others can see. */
export const crashPoints: readonly CrashPoint[] = [
  { ...chunk, name: 'before-chunk-commit', replace: (here) => `if (attempt.outcome === 'committed') { ${here} await db.commit(); }` },
  { ...chunk, name: 'after-chunk-commit', replace: (here) => `if (attempt.outcome === 'committed') { await db.commit(); ${here} }` },
  { ...publication, name: 'before-publish', replace: (here) => before(here, publication.find) },
  { ...publication, name: 'after-publish', replace: (here) => after(here, publication.find) },
  { ...removal, name: 'before-outbox-delete', replace: (here) => before(here, removal.find) },
  { ...removal, name: 'after-outbox-delete', replace: (here) => after(here, removal.find) },
  { ...call, name: 'before-call', replace: (here) => before(`if (act === Act.send) ${here}`, call.find) },
  { ...call, name: 'after-call', replace: (here) => after(`if (act === Act.send) ${here}`, call.find) },
  {
    ...settlement,
    name: 'before-settlement-commit',
    find: 'await this.tell(db, [...settled]);',
    replace: (here) => `await this.tell(db, [...settled]); ${here}`,
  },
  {
    ...settlement,
    name: 'after-settlement-commit',
    find: 'for (const { result, recorded } of batch) {',
    replace: (here) => `${here} for (const { result, recorded } of batch) {`,
  },
  { ...offsets, name: 'before-offset-commit', replace: (here) => before(here, offsets.find) },
  {
    ...offsets,
    name: 'after-offset-commit',
    replace: (here) => `this.running = this.commit(offsets).then(() => { ${here} }).catch(() => undefined);`,
  },
  { ...ingress, name: 'before-ingress-commit', replace: (here) => before(here, ingress.find) },
  { ...ingress, name: 'after-ingress-commit', replace: (here) => after(here, ingress.find) },
  {
    ...file,
    name: 'after-file-claim',
    find: 'if (claimed) await this.take(claimed, folders, partner);',
    replace: (here) => `if (claimed) { ${here} await this.take(claimed, folders, partner); }`,
  },
  {
    ...file,
    name: 'before-file-put-away',
    find: 'if (outcome) await this.transactions.run(',
    replace: (here) => `if (outcome) { ${here} } if (outcome) await this.transactions.run(`,
  },
];

/** The change of the code that makes a process die at a crash point. */
export function crashAt(point: CrashPoint, { nth, times, tally }: Crashing): Mutation {
  const here = `globalThis.kervanPassage(${JSON.stringify({ nth, times, tally })});`;
  return { file: point.file, find: point.find, replace: point.replace(here) };
}

function before(here: string, statement: string): string {
  return `${here} ${statement}`;
}

function after(here: string, statement: string): string {
  return `${statement} ${here}`;
}
