import { eventually, StockCounted, StockMoved, StockReserved } from '@kervan/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../message/ids.js';
import type { MessagingCore } from '../messaging-core.js';
import { someCause, testMessaging, type TestMessaging } from '../fixtures/test-messaging.js';
import { outputStatements } from './output-statements.js';
import type { DatabaseTransaction } from './transaction.js';
import { CommitUnknown, OutputRefused, TransactionAborted } from './transaction.errors.js';

let messaging: TestMessaging;
let core: MessagingCore;

beforeAll(async () => {
  messaging = await testMessaging();
  core = await messaging.core();
  await messaging.pool.query('CREATE TABLE account (name text PRIMARY KEY, balance integer NOT NULL)');
});

afterAll(() => messaging.close());

beforeEach(() => messaging.pool.query(`TRUNCATE account; TRUNCATE outbox_message`));

it('nothing starts on a database whose commits do not wait for the disk', async () => {
  const own = await testMessaging();
  const { pathname } = new URL(own.databaseUrl);
  await own.pool.query(`ALTER DATABASE ${pathname.slice(1)} SET synchronous_commit = off`);
  await expect(own.core()).rejects.toThrow('synchronous_commit is off');
  await own.pool.query(`ALTER DATABASE ${pathname.slice(1)} SET synchronous_commit = local`);
  await own.core(); // it names no standby that a commit could wait for
  await own.close();
});

describe('a transaction', () => {
  it('commits state and outputs together', async () => {
    await core.transactions.run((db) => open(db, 'a'));
    expect(await counts()).toEqual({ accounts: 1, outputs: 1 });
  });

  it('leaves neither when its work fails', async () => {
    const failing = core.transactions.run(async (db) => {
      await open(db, 'a');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await counts()).toEqual({ accounts: 0, outputs: 0 });
  });

  it('leaves neither when a statement failed and its error was passed over', async () => {
    const failing = core.transactions.run(async (db) => {
      await open(db, 'a');
      await db.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(failing).rejects.toMatchObject({ code: '25P02' });
    const silent = core.transactions.run(async (db) => {
      await db.query(`INSERT INTO account VALUES ('b', 1)`);
      await db.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(silent).rejects.toThrow(TransactionAborted);
    expect(await counts()).toEqual({ accounts: 0, outputs: 0 });
  });

  it('that confirms what it has read commits as one that writes: without that, it leaves no trace in the log', async () => {
    const readsAnd = (confirm: boolean): Promise<string | null | undefined> =>
      core.transactions.run(async (db) => {
        await db.query('SELECT balance FROM account');
        if (confirm) await db.confirm();
        return (await db.query<{ xid: string | null }>('SELECT pg_current_xact_id_if_assigned()::text AS xid'))[0]?.xid;
      });
    expect(await readsAnd(true)).toMatch(/^\d+$/);
    expect(await readsAnd(false)).toBeNull();
  });

  it('is run again by itself when it lost against a deadlock', async () => {
    await messaging.pool.query(`INSERT INTO account VALUES ('a', 0), ('b', 0)`);
    const met = gate(2);
    const transfer = async (names: readonly string[]): Promise<void> => {
      let first = true;
      await core.transactions.run(async (db) => {
        await add(db, names[0]!);
        if (first) await met();
        first = false;
        await add(db, names[1]!);
      });
    };
    await Promise.all([transfer(['a', 'b']), transfer(['b', 'a'])]);
    const { rows } = await messaging.pool.query('SELECT balance FROM account');
    expect(rows.map(({ balance }) => balance)).toEqual([2, 2]);
  });

  it('fails when its connection is ended, and the next one has another', async () => {
    const failing = core.transactions.run(async (db) => {
      const [{ pid } = { pid: 0 }] = await db.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await messaging.pool.query('SELECT pg_terminate_backend($1)', [pid]);
      await open(db, 'a');
    });
    await expect(failing).rejects.toThrow();
    await core.transactions.run((db) => open(db, 'b'));
    expect(await counts()).toEqual({ accounts: 1, outputs: 1 });
  });

  it('that is destroyed refuses everything from then on, and is rolled back', async () => {
    const db = await core.chunks.begin();
    const tx = db.causedBy(someCause());
    await db.query(`INSERT INTO account VALUES ('a', 1)`);
    const late = new Error('the handler took too long');
    db.destroy(late);
    expect(() => tx.publish(StockMoved.of({ orderId: newId() }))).toThrow(late);
    await expect(tx.query('SELECT 1')).rejects.toThrow(late);
    await expect(db.commit()).rejects.toThrow(late);
    await db.rollback();
    expect(await counts()).toEqual({ accounts: 0, outputs: 0 });
  });
});

describe('an output', () => {
  const counted = { orderId: 'a', count: 1 };

  it.each([
    ['of the wrong kind', () => StockReserved.of({ orderId: newId(), commandId: newId(), count: 1 }), OutputRefused],
    ['without its key', () => StockMoved.of({ orderId: '' }), OutputRefused],
    ['over a megabyte', () => StockCounted.of({ ...counted, countedBy: 'x'.repeat(1_000_000) }), OutputRefused],
  ])('%s is refused when it is given', async (_, message, refusal) => {
    const failing = core.transactions.run(async (db) => db.causedBy(someCause()).publish(message()));
    await expect(failing).rejects.toThrow(refusal);
  });

  it('that does not fit its schema is refused when it is given, without its values', async () => {
    const wrong = StockCounted.of({ orderId: 'a', count: 'secret' as unknown as number, countedBy: '' });
    const failing = core.transactions.run(async (db) => db.causedBy(someCause()).publish(wrong));
    await expect(failing).rejects.toThrow(/^kervan.test.StockCounted does not fit its schema at count$/);
  });
});

describe('work that is done again after its commit was lost', () => {
  it('writes outputs with the same ids, so that inboxes see them once', async () => {
    const cause = someCause();
    const ids = await runTwice(() => cause);
    expect(ids[0]).toEqual(ids[1]);
  });

  it('control: with a cause that is new at each run the ids differ, and no inbox could tell', async () => {
    const ids = await runTwice(() => someCause());
    expect(ids[0]).not.toEqual(ids[1]);
  });

  /** The first run commits, and its answer is lost on the way; the ids of both runs' outputs. */
  async function runTwice(causeOf: () => ReturnType<typeof someCause>): Promise<string[][]> {
    const orderId = newId();
    const work = async (db: DatabaseTransaction): Promise<void> => {
      const tx = db.causedBy(causeOf());
      for (const count of [1, 2, 3]) tx.publish(StockCounted.of({ orderId, count, countedBy: '' }));
    };
    const cut = await messaging.core({
      statements: {
        outputs: {
          async insertOutputs(db, entries) {
            await outputStatements.insertOutputs(db, entries);
            await eventually('it is committed', async () => (await outputIds()).length === 3);
            throw new Error('connection reset');
          },
        },
      },
    });
    await expect(cut.transactions.run(work)).rejects.toThrow(CommitUnknown);
    const first = await outputIds();
    await messaging.pool.query('TRUNCATE outbox_message');
    await core.transactions.run(work);
    return [first, await outputIds()];
  }
});

async function outputIds(): Promise<string[]> {
  const { rows } = await messaging.pool.query<{ id: string }>('SELECT message_id AS id FROM outbox_message o ORDER BY o.id');
  return rows.map(({ id }) => id);
}

async function open(db: DatabaseTransaction, name: string): Promise<void> {
  await db.query('INSERT INTO account VALUES ($1, 0)', [name]);
  db.causedBy(someCause()).publish(StockMoved.of({ orderId: newId() }));
}

async function add(db: DatabaseTransaction, name: string): Promise<void> {
  await db.query('UPDATE account SET balance = balance + 1 WHERE name = $1', [name]);
}

async function counts(): Promise<{ accounts: number; outputs: number }> {
  const { rows } = await messaging.pool.query(
    `SELECT (SELECT count(*)::integer FROM account) AS accounts,
       (SELECT count(*)::integer FROM outbox_message) AS outputs`,
  );
  return rows[0] as { accounts: number; outputs: number };
}

/** Lets everyone pass once so many have come. */
function gate(size: number): () => Promise<void> {
  let open!: () => void;
  let come = 0;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return () => {
    come += 1;
    if (come === size) open();
    return opened;
  };
}
