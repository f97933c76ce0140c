/** A row of the matrix that is shown by another test, or not at all, and where or why. */
export interface Elsewhere {
  readonly number: number;
  readonly what: string;
  readonly where: string;
}

/** The rows that are not injected here; what of them nothing shows is said. */
export const elsewhere: readonly Elsewhere[] = [
  { number: 9, what: 'one of three brokers dies', where: '`npm run failover:test`, which starts three' },
  {
    number: 17,
    what: 'the registry answers 500, late, or another schema',
    where: 'libs/messaging/src/consumer/registry-away.int.spec.ts and libs/messaging/src/registry/schema-store.int.spec.ts',
  },
  { number: 25, what: 'messages out of order, early and late replies, two starts at once', where: '`npm run model`, and libs/saga' },
  { number: 27, what: 'a read-only spool', where: 'not shown; a file that cannot be put away: apps/edi-gateway/src/watch-inbox/put-away.ts and its tests' },
  {
    number: 28,
    what: 'clocks that leap',
    where: 'leases and deadlines go by the database’s clock: libs/messaging/src/job/singleton-job.int.spec.ts; one service with another clock is not shown, there is no libfaketime here',
  },
  { number: 31, what: 'files that grow, vanish or come twice', where: 'apps/edi-gateway/src/watch-inbox' },
  { number: 32, what: 'AS2', where: 'there is no AS2 door yet' },
  { number: 33, what: 'secrets that are exchanged', where: 'libs/service-host/src/config/secret.int.spec.ts and tools/rights/secured-kafka.int.spec.ts' },
  { number: 35, what: 'two releases mixed, and back', where: '`npm run upgrade:test`; a migration that dies half way: tools/migrations' },
];
