import { freshDatabase, type FreshDatabase, ownConnection } from '@kervan/testing';
import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { einvoiceSenderMigrations } from '../../migrations/einvoice-sender-migrations.js';
import { on, waitsForLock } from '../fixtures/connections.js';
import { Profile } from '../invoice/profile.js';
import { InvoiceNumbers, type Series } from './invoice-numbers.js';

const series: Series = {
  company: 'anadolu',
  mode: 'live',
  kind: Profile.archive,
  prefix: 'ANA',
  zone: 'Europe/Istanbul',
};
const TEST_CLOCK = 'test_now()';

let database: FreshDatabase;
let clients: Client[];

beforeAll(async () => {
  database = await freshDatabase(einvoiceSenderMigrations);
  clients = await Promise.all([1, 2, 3].map(() => ownConnection(database.url)));
  await clients[0]!.query(`CREATE TABLE test_clock (at timestamptz NOT NULL)`);
  await clients[0]!.query(`
    CREATE FUNCTION test_now() RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS
    $$ BEGIN RETURN (SELECT at FROM test_clock); END $$`);
});
beforeEach(async () => {
  await clients[0]!.query('TRUNCATE invoice_series CASCADE');
  await clients[0]!.query('TRUNCATE test_clock');
  await clients[0]!.query(`INSERT INTO test_clock VALUES ('2026-11-21T08:00:00Z')`);
});
afterEach(() => Promise.all(clients.map((client) => client.query('ROLLBACK'))));
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await database.drop();
});

describe('numbers of a series', () => {
  it('begin at 1 and follow each other', async () => {
    const numbers = new InvoiceNumbers(TEST_CLOCK);
    expect(await numbers.draw(on(clients[0]!), series, 2)).toEqual({
      numbers: ['ANA2026000000001', 'ANA2026000000002'],
      year: 2026,
      issueDate: '2026-11-21',
      issueTime: '11:00:00',
    });
    expect((await numbers.draw(on(clients[0]!), series, 1)).numbers).toEqual(['ANA2026000000003']);
  });

  it('have no gap when two issue at the same time and one in three rolls back', async () => {
    const numbers = new InvoiceNumbers();
    const kept: string[] = [];
    const issuer = async (client: Client): Promise<void> => {
      for (let turn = 0; turn < 30; turn += 1) {
        await client.query('BEGIN');
        const { numbers: drawn } = await numbers.draw(on(client), series, 1 + (turn % 3));
        if (turn % 3 === 1) await client.query('ROLLBACK');
        else {
          await client.query('COMMIT');
          kept.push(...drawn);
        }
      }
    };
    await Promise.all([issuer(clients[0]!), issuer(clients[1]!)]);
    expect(kept.map((number) => Number(number.slice(7))).sort((a, b) => a - b)).toEqual(
      kept.map((_, index) => index + 1),
    );
    expect(kept).toHaveLength(80);
  });

  it('would have gaps if a sequence counted them: a rollback does not give its number back', async () => {
    const [client] = clients as [Client];
    await client.query('CREATE SEQUENCE control_number');
    const kept: number[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      await client.query('BEGIN');
      const { rows } = await client.query<{ n: string }>(`SELECT nextval('control_number') AS n`);
      await client.query(turn % 3 === 1 ? 'ROLLBACK' : 'COMMIT');
      if (turn % 3 !== 1) kept.push(Number(rows[0]!.n));
    }
    expect(kept).toEqual([1, 3, 4, 6]);
  });

  it.each(['COMMIT', 'ROLLBACK'])('are dated after the lock, over New Year, when who was waited for ends with %s', async (end) => {
    const numbers = new InvoiceNumbers(TEST_CLOCK);
    const [first, second, other] = clients as [Client, Client, Client];
    await other.query(`UPDATE test_clock SET at = '2026-12-31T20:59:59Z'`);
    await numbers.draw(on(other), series, 1);
    await first.query('BEGIN');
    expect((await numbers.draw(on(first), series, 1)).issueDate).toBe('2026-12-31');
    await second.query('BEGIN');
    const late = numbers.draw(on(second), series, 1);
    await waitsForLock(second, other);
    await other.query(`UPDATE test_clock SET at = '2026-12-31T21:00:01Z'`);
    await first.query(end);
    expect(await late).toMatchObject({ numbers: ['ANA2027000000001'], issueDate: '2027-01-01', issueTime: '00:00:01' });
    await second.query('COMMIT');
  });

  it('never go back in date when the clock does', async () => {
    const numbers = new InvoiceNumbers(TEST_CLOCK);
    await clients[0]!.query(`UPDATE test_clock SET at = '2026-11-22T08:00:00Z'`);
    await numbers.draw(on(clients[0]!), series, 1);
    await clients[0]!.query(`UPDATE test_clock SET at = '2026-11-21T08:00:00Z'`);
    expect((await numbers.draw(on(clients[0]!), series, 1)).issueDate).toBe('2026-11-22');
  });

  it('are not drawn under a prefix of another series, or one that its own did not begin the year with', async () => {
    const numbers = new InvoiceNumbers(TEST_CLOCK);
    const [client] = clients as [Client];
    const eFatura = { ...series, kind: Profile.basic, prefix: 'ANF' };
    for (const each of [series, eFatura]) await numbers.draw(on(client), each, 1);
    const exchanged = { ...series, prefix: 'ANF' };
    await expect(numbers.draw(on(client), exchanged, 1)).rejects.toThrow(
      'ANF is set for anadolu live EARSIVFATURA, but ANA belongs to anadolu live EARSIVFATURA in 2026, ' +
        'ANF belongs to anadolu live TEMELFATURA in 2026',
    );
    await expect(numbers.draw(on(client), { ...eFatura, company: 'ege' }, 1)).rejects.toThrow(
      'ANF is set for ege live TEMELFATURA, but ANF belongs to anadolu live TEMELFATURA in 2026',
    );
    await expect(numbers.draw(on(client), { ...series, prefix: 'ANB' }, 1)).rejects.toMatchObject({
      code: 'series-prefix-changed', message: expect.stringContaining('but ANA belongs to') as string,
    });
    for (const each of [series, eFatura]) {
      expect((await numbers.draw(on(client), each, 1)).numbers).toEqual([`${each.prefix}2026000000002`]);
    }
    await client.query(`UPDATE test_clock SET at = '2026-12-31T21:00:00Z'`);
    expect((await numbers.draw(on(client), exchanged, 1)).numbers).toEqual(['ANF2027000000001']);
  });

  it('end with the ninth digit rather than run into another form', async () => {
    const numbers = new InvoiceNumbers(TEST_CLOCK);
    await numbers.draw(on(clients[0]!), series, 1);
    await clients[0]!.query('UPDATE invoice_series SET next = 1000000000');
    await expect(numbers.draw(on(clients[0]!), series, 1)).rejects.toThrow(/ck_invoice_series_next/);
  });

  it('deadlock when two draw from two series in opposite orders: hence the order of prefixes', async () => {
    const numbers = new InvoiceNumbers(TEST_CLOCK);
    const [first, second, other] = clients as [Client, Client, Client];
    const eFatura = { ...series, kind: Profile.basic, prefix: 'ANF' };
    for (const each of [series, eFatura]) await numbers.draw(on(other), each, 1);
    await Promise.all([first.query('BEGIN'), second.query('BEGIN')]);
    await numbers.draw(on(first), series, 1);
    await numbers.draw(on(second), eFatura, 1);
    const ends = await Promise.allSettled([
      numbers.draw(on(first), eFatura, 1).finally(() => first.query('ROLLBACK')),
      numbers.draw(on(second), series, 1).finally(() => second.query('ROLLBACK')),
    ]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
