import { createDatabase, migrate } from '@kervan/service-host';
import { eventually, lockWaits, ownPool, serviceDatabase, type ServiceDatabase } from '@kervan/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { messagingMigrations } from '../migrations/messaging-migrations.js';
import { openPool } from '../transaction/pools.js';
import type { Queryable } from '../transaction/output-statements.js';
import { type AuditedAct, AuditLog } from './audit-log.js';
import { chained } from './audit-chain.js';
import { auditStatements } from './audit-statements.js';

let database: ServiceDatabase;
let service: Pool;
let superuser: Pool;
let audit: AuditLog;

beforeAll(async () => {
  database = await serviceDatabase({ createDatabase, migrate }, messagingMigrations);
  service = openPool({ database, name: 'test', max: 12 });
  superuser = ownPool(database.superuserUrl);
  audit = new AuditLog(on(service));
});

afterAll(async () => {
  await Promise.all([service.end(), superuser.end()]);
  await database.drop();
});

beforeEach(() => superuser.query('TRUNCATE audit_entry'));

function on(pool: Pick<Pool, 'query'>): Queryable {
  return { query: async (sql, params) => (await pool.query(sql, params && [...params])).rows };
}

function actOn(id: string, more: Partial<AuditedAct> = {}): AuditedAct {
  return { act: 'redrive', subject: { kind: 'held-message', id }, by: 'ada', reason: 'the shelf was built', ...more };
}

/** Acts within a transaction of the service, and meanwhile does what else is given. */
async function record(acts: readonly AuditedAct[], log = audit, meanwhile = async () => {}): Promise<void> {
  const client = await service.connect();
  try {
    await client.query('BEGIN');
    await log.recordAll(on(client), acts);
    await meanwhile();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

async function fiveActs(): Promise<void> {
  for (const id of ['a', 'b', 'c', 'd', 'e']) await record([actOn(id)]);
}

describe('the audit log', () => {
  it('keeps who did what to what, and why, in an unbroken chain', async () => {
    await record([actOn('a', { detail: { batch: 'x', fields: ['/total'] } }), actOn('b')]);
    await record([actOn('a', { act: 'discard', by: 'grace', reason: undefined })]);
    expect((await audit.of({ kind: 'held-message', id: 'a' })).map(({ seq, act, by, reason, detail }) => [seq, act, by, reason, detail])).toEqual([
      ['1', 'redrive', 'ada', 'the shelf was built', { batch: 'x', fields: ['/total'] }],
      ['3', 'discard', 'grace', null, {}],
    ]);
    expect(await audit.verify()).toMatchObject({ intact: true, entries: 3, head: { seq: '3' }, breaks: [] });
  });

  it('is intact while it is empty', async () => {
    expect(await audit.verify()).toMatchObject({ intact: true, entries: 0, head: { seq: '0' } });
  });

  it('holds no entry of an act that was rolled back', async () => {
    const failed = record([actOn('a')], audit, () => Promise.reject(new Error('the act failed')));
    await expect(failed).rejects.toThrow('the act failed');
    await record([actOn('b')]);
    expect(await audit.verify()).toMatchObject({ intact: true, entries: 1 });
  });

  it('is one unbroken chain whoever acts at the same time', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, at) => record([actOn(`${at}`), actOn(`${at} again`)])));
    expect(await audit.verify()).toMatchObject({ intact: true, entries: 24, head: { seq: '24' } });
  });

  it('control: without the lock two at the same time would follow the same entry, and one act could not be done', async () => {
    const unlocked = new AuditLog(on(service), { ...auditStatements, lock: async () => undefined });
    let other: Promise<void> | undefined;
    await record([actOn('a')], unlocked, async () => {
      other = record([actOn('b')], unlocked);
      other.catch(() => undefined);
      await eventually('the other one waits', async () => (await lockWaits(superuser)) > 0);
    });
    await expect(other).rejects.toMatchObject({ code: '23505' });
  });

  it('tells pages, the latest first, of what is asked for', async () => {
    await fiveActs();
    await record([actOn('f', { by: 'grace' })]);
    const first = await audit.list({ by: 'ada' }, { limit: 3 });
    expect(first.items.map(({ subject }) => subject.id)).toEqual(['e', 'd', 'c']);
    const second = await audit.list({ by: 'ada' }, { limit: 3, after: first.next });
    expect(second.items.map(({ subject }) => subject.id)).toEqual(['b', 'a']);
    expect(second.next).toBeUndefined();
    expect((await audit.list({ subjectId: 'f' }, { limit: 3 })).items).toHaveLength(1);
    expect((await audit.list({ from: '2999-01-01T00:00:00Z' }, { limit: 3 })).items).toEqual([]);
  });

  it('tells all that was done about an order: to it, and to whatever its entry tells to belong to it', async () => {
    await record([
      actOn('a', { detail: { orderId: 'order-1' } }),
      actOn('b', { detail: { orderKey: 'order-1', type: 'post-order' } }),
      actOn('order-1', { subject: { kind: 'order', id: 'order-1' } }),
      actOn('c', { detail: { orderId: 'order-2', cause: 'order-1' } }),
    ]);
    const { items } = await audit.list({ about: 'order-1' }, { limit: 5 });
    expect(items.map(({ subject }) => subject.id)).toEqual(['order-1', 'b', 'a']);
    expect((await audit.list({ about: 'c', by: 'ada' }, { limit: 5 })).items).toHaveLength(1);
  });

  it.each(['UPDATE audit_entry SET actor = actor', 'DELETE FROM audit_entry', 'TRUNCATE audit_entry'])(
    'cannot be changed by the service: %s',
    async (statement) => {
      await expect(service.query(statement)).rejects.toMatchObject({ code: '42501' });
    },
  );
});

describe('a chain that somebody with all rights has touched', () => {
  beforeEach(fiveActs);

  async function breaksAfter(...statements: readonly string[]): Promise<readonly unknown[]> {
    for (const statement of statements) await superuser.query(statement);
    const { intact, breaks } = await audit.verify();
    expect(intact).toBe(breaks.length === 0);
    return breaks;
  }

  it.each(['act', 'subject_kind', 'subject_id', 'actor', 'reason', 'hash', 'previous_hash'])(
    'is found to be broken where %s was altered',
    async (column) => {
      const breaks = await breaksAfter(`UPDATE audit_entry SET ${column} = repeat('a', 64) WHERE seq = 3`);
      expect(breaks).toContainEqual({ seq: '3', code: 'altered' });
    },
  );

  it('is found to be broken where the time or the detail was altered', async () => {
    expect(await breaksAfter(`UPDATE audit_entry SET at = at + interval '1 millisecond' WHERE seq = 2`)).toEqual([
      { seq: '2', code: 'altered' },
    ]);
    const both = [{ seq: '2', code: 'altered' }, { seq: '4', code: 'altered' }];
    expect(await breaksAfter(`UPDATE audit_entry SET detail = '{"batch":"y"}' WHERE seq = 4`)).toEqual(both);
  });

  it('is found to be broken where an entry was dropped', async () => {
    expect(await breaksAfter('DELETE FROM audit_entry WHERE seq = 3')).toEqual([{ seq: '4', code: 'not-chained' }]);
  });

  it('is found to be broken where the first entry was dropped', async () => {
    expect(await breaksAfter('DELETE FROM audit_entry WHERE seq = 1')).toEqual([{ seq: '2', code: 'not-chained' }]);
  });

  it('is found to be broken where an entry was dropped and the later ones were numbered anew', async () => {
    const breaks = await breaksAfter(
      'DELETE FROM audit_entry WHERE seq = 3',
      'UPDATE audit_entry SET seq = 3 WHERE seq = 4',
      'UPDATE audit_entry SET seq = 4 WHERE seq = 5',
    );
    expect(breaks).toEqual([{ seq: '3', code: 'altered' }, { seq: '4', code: 'altered' }]);
  });

  it('is found to be broken where an entry was put in between, with a hash of its own that is right', async () => {
    const [, second] = (await audit.list({}, { limit: 5 })).items.toReversed();
    await superuser.query('UPDATE audit_entry SET seq = -seq WHERE seq > 2');
    await superuser.query('UPDATE audit_entry SET seq = 1 - seq WHERE seq < 0');
    const forged = chained(second!, { ...second!, act: 'discard', by: 'grace' });
    await superuser.query('ALTER TABLE audit_entry DROP CONSTRAINT uq_audit_entry_previous');
    await auditStatements.append(on(superuser), [forged]);
    const { breaks } = await audit.verify();
    await superuser.query('TRUNCATE audit_entry');
    await superuser.query('ALTER TABLE audit_entry ADD CONSTRAINT uq_audit_entry_previous UNIQUE (previous_hash)');
    expect(breaks).toEqual(['4', '5', '6'].map((seq) => ({ seq, code: 'altered' })));
  });

  it('is found to be broken where two entries changed places', async () => {
    const breaks = await breaksAfter(
      'UPDATE audit_entry SET seq = 99 WHERE seq = 2',
      'UPDATE audit_entry SET seq = 2 WHERE seq = 3',
      'UPDATE audit_entry SET seq = 3 WHERE seq = 99',
    );
    expect(breaks).toEqual([
      { seq: '2', code: 'altered' }, { seq: '3', code: 'altered' }, { seq: '4', code: 'not-chained' },
    ]);
  });

  it('is found to be cut off at its end, or written anew, by who has kept its head', async () => {
    const { head } = await audit.verify();
    await record([actOn('f')]);
    expect(await audit.verify(head)).toMatchObject({ intact: true, holdsKept: true });
    await superuser.query('DELETE FROM audit_entry WHERE seq >= 5');
    expect(await audit.verify(head)).toMatchObject({ intact: false, holdsKept: false, breaks: [] });
    await record([actOn('another'), actOn('f')]);
    expect(await audit.verify(head)).toMatchObject({ intact: false, holdsKept: false, breaks: [] });
  });

  it('goes on for the acts that come after', async () => {
    await superuser.query(`UPDATE audit_entry SET actor = 'grace' WHERE seq = 2`);
    await record([actOn('f')]);
    expect((await audit.verify()).breaks).toEqual([{ seq: '2', code: 'altered' }]);
  });
});
