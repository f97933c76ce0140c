import { InvoiceNumbers } from '@kervan/einvoice-sender/parts';
import { chunkStatements, type CommandStatements, commandStatements, outboxStatements, outputStatements } from '@kervan/messaging/parts';
import { Repeat } from '@kervan/outbound';
import { sagaStore } from '@kervan/saga/parts';
import { type Faults, noFaults } from '../run/faults.js';
import { type Mutant, mutant } from './mutant.js';
import { mutantsOfActs } from './mutants-of-acts.js';

/** Ends the transaction in hand and begins another one: what came before is committed, whatever becomes of the rest. */
async function commitEarly(db: { query(sql: string): Promise<unknown> }): Promise<void> {
  await db.query('COMMIT');
  await db.query('BEGIN');
}

/** Enters commands in place of what is there of them. */
async function enterAnew(...[db, rows]: Parameters<CommandStatements['enter']>): Promise<void> {
  await db.query('DELETE FROM command WHERE command_id = ANY($1::uuid[])', [rows.map(({ commandId }) => commandId)]);
  await commandStatements.enter(db, rows);
}

class NumbersOfTheirOwn extends InvoiceNumbers {
  override async draw(...asked: Parameters<InvoiceNumbers['draw']>): ReturnType<InvoiceNumbers['draw']> {
    const drawn = await super.draw(...asked);
    await commitEarly(asked[0]);
    return drawn;
  }
}

const failingHandlers: Partial<Faults> = { handlers: { retryable: 0.3, permanent: 0, stuck: 0 } };
const lostSends: Partial<Faults> = { kafka: { ...noFaults.kafka, refused: 0.6 }, crashes: 8, untilMs: 10_000 };
const lostConnections: Partial<Faults> = { database: { ...noFaults.database, lostBefore: 0.08 }, untilMs: 20_000 };
const outage: Partial<Faults> = { far: { ...noFaults.far, unreachable: 1 }, untilMs: 15 * 60_000 };
const lostAnswers: Partial<Faults> = { far: { ...noFaults.far, cutAfter: 0.5 } };

/** Every mutant of the mechanism that the model is shown to catch. */
export const mutants: readonly Mutant[] = [
  mutant('messages are handled however often they come', ['I2'], {
    chunks: { ...chunkStatements, enterInbox: (_db, _consumer, ids) => Promise.resolve(new Set(ids.keys())) },
  }),
  mutant('the position is committed before the work', ['I8', 'I1'], {
    chunks: {
      ...chunkStatements,
      async advance(db, ...asked) {
        const moved = await chunkStatements.advance(db, ...asked);
        await commitEarly(db);
        return moved;
      },
    },
  }),
  mutant('a message passes the held one of its key', ['I9'], {
    chunks: { ...chunkStatements, heldKeys: () => Promise.resolve(new Set()) },
  }, failingHandlers),
  mutant('the outbox forgets before the broker has it', ['I7'], {
    messaging: {
      outputs: {
        insertOutputs: (db, entries) =>
          outputStatements.insertOutputs(db, entries.map((entry) => ({ ...entry, handedTo: undefined }))),
      },
      outbox: {
        async read(pool, reading) {
          const found = await outboxStatements.read(pool, reading);
          await outboxStatements.remove(pool, found.rows.map(({ id }) => id));
          return found;
        },
      },
    },
  }, lostSends),
  mutant('the sender sends what it remembers, and never looks', ['I7'], {
    messaging: { outbox: { read: () => Promise.resolve({ rows: [], stuckLanes: [] }) } },
  }),
  mutant('a message gets its id when it is sent', ['I7'], {
    beforeSend: (records) => records.map((one) => ({ ...one, headers: { ...one.headers, ce_id: crypto.randomUUID() } })),
  }),
  mutant('an event that comes before its saga is forgotten', ['I1'], {
    sagas: { ...sagaStore, keep: () => Promise.resolve() },
  }),
  mutant('a call whose outcome is unknown is sent again without asking', ['I2'], { neverAsks: Repeat.lookupOnly }, lostAnswers),
  mutant('a refusal counts at once, although what was sent before may have been taken', ['I1'], { neverAsks: Repeat.key }, lostAnswers),
  mutant('a command is done as often as it is asked for', ['I1', 'I2'], {
    messaging: { commands: { find: () => Promise.resolve([]), enter: enterAnew } },
  }, outage),
  mutant('a number is drawn outside of the transaction that uses it', ['I11'], {
    invoiceNumbers: () => new NumbersOfTheirOwn(),
  }, lostConnections),
  ...mutantsOfActs,
];
