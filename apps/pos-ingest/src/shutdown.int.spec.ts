import { eventually, lockWaits, ownConnection } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runningPosIngest, type RunningPosIngest } from './fixtures/running-pos-ingest.js';
import { aSale } from './fixtures/sale.js';

describe('pos-ingest', () => {
  let pos: RunningPosIngest;

  beforeAll(async () => {
    pos = await runningPosIngest();
  });
  afterAll(() => pos.stop());

  it('is ready once its database is migrated and reachable', async () => {
    for (const probe of ['live', 'ready', 'startup']) {
      const { status, body } = await pos.request('GET', `/health/${probe}`);
      expect([probe, status, body.status]).toEqual([probe, 200, 'ok']);
    }
    await pos.database.query(`UPDATE migration SET name = name || '-later' WHERE name LIKE 'CreateSale%'`);
    const { status, body } = await pos.request('GET', '/health/ready');
    expect([status, body.checks]).toEqual([503, { database: { ok: false, reason: 'migrations-missing' } }]);
    await pos.database.query(`UPDATE migration SET name = replace(name, '-later', '')`);
  });

  it('documents itself', async () => {
    const { body } = await pos.request('GET', '/openapi.json');
    expect(Object.keys(body.paths as object).sort()).toEqual(
      expect.arrayContaining([
        '/admin/held',
        '/admin/sales',
        '/v1/sales',
        '/v1/sales/{id}',
        '/v1/sales/{id}/cancellation',
      ]),
    );
    expect((await pos.request('GET', '/docs')).headers.get('content-type')).toContain('text/html');
    expect((await pos.request('GET', '/problems/receipt-conflict')).text).toContain('receipt-conflict');
  });

  it('answers the sale in flight before it stops, and takes no other', async () => {
    const blocker = await ownConnection(pos.superuserUrl);
    await blocker.query('BEGIN');
    await blocker.query('LOCK TABLE pos_sale IN ACCESS EXCLUSIVE MODE');
    const inFlight = pos.request('POST', '/v1/sales', { body: aSale() });
    await eventually('the sale waits for the lock', async () => (await lockWaits(pos.database, 'INSERT INTO pos_sale')) > 0);
    const stopped = pos.service.stop();
    await expect(pos.request('GET', '/health/ready')).rejects.toThrow();
    await blocker.query('ROLLBACK');
    await blocker.end();
    const reply = await inFlight;
    expect([reply.status, reply.headers.get('connection')]).toEqual([202, 'close']);
    await stopped;
    await eventually('no connection of the service is left', async () => {
      const { rows } = await pos.database.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      return rows.length === 0;
    });
  });
});
