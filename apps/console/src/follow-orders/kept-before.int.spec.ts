import { newId } from '@kervan/messaging';
import { type FreshDatabase, freshDatabase } from '@kervan/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TellWaitsThatAreOver1700000700003 } from '../../migrations/1700000700003-tell-waits-that-are-over.js';
import { KeepTheLogsOrder1700000700004 } from '../../migrations/1700000700004-keep-the-logs-order.js';
import { consoleMigrations } from '../../migrations/console-migrations.js';
import { messagesOf } from '../fixtures/order-messages.js';
import { received } from '../fixtures/received.js';
import { documentOf } from './document.js';
import type { Happening } from './happening.js';
import { happeningOf } from './happening-of-message.js';
import { happeningsOf } from './read-model.js';

const fromThisRelease = [TellWaitsThatAreOver1700000700003, KeepTheLogsOrder1700000700004];
const before = consoleMigrations.filter((migration) => !fromThisRelease.some((own) => own === migration));
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 21, 7, minute)).toISOString();

describe('an order that was kept before the end of a wait was told', () => {
  let database: FreshDatabase;
  let source: DataSource;
  beforeAll(async () => {
    database = await freshDatabase(before);
    source = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  /** Keeps messages, a minute apart, as the release before did. @returns the order's id. */
  async function kept(state: string, kinds: readonly ('placed' | 'stuck' | 'completed' | 'orderPosted')[]): Promise<string> {
    const orderId = newId();
    const m = messagesOf({ orderId, orderNumber: 'moda-1', invoiceNumber: 'KRV2026000000001', erpNumber: 'SO-1' });
    const messages = { ...m, stuck: () => m.needsAttention('post-order', 'article-blocked', 'A-1', at(9)) };
    const waits = state === 'needs_attention' ? at(9) : null;
    await source.query('INSERT INTO document (order_id, state, changed_at, attention_since) VALUES ($1, $2, $3, $4)', [
      ...[orderId, state, at(kinds.length - 1), waits],
    ]);
    for (const [index, kind] of kinds.entries()) {
      const told: Happening = happeningOf(received(messages[kind](), { at: at(index) }));
      await source.query(
        `INSERT INTO timeline_entry (message_id, order_id, kind, at, service, step, code, detail, facts, correlation_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [...[told.messageId, orderId, told.kind, told.at, told.service, told.step, told.code, told.detail], told.facts, 'c-1'],
      );
    }
    return orderId;
  }

  it('stands where it stood, and goes on from there', async () => {
    const cases = {
      wentOn: await kept('on_its_way', ['placed', 'stuck', 'orderPosted']),
      waits: await kept('needs_attention', ['placed', 'stuck']),
      ended: await kept('completed', ['placed', 'stuck', 'completed']),
      never: await kept('on_its_way', ['placed', 'orderPosted']),
    };
    const runner = source.createQueryRunner();
    for (const Migration of fromThisRelease) await new Migration().up(runner);
    const transaction = { query: (sql: string, values: unknown[]) => runner.query(sql, values) };
    const standing = async (orderId: string) => {
      const happenings = await happeningsOf(transaction as Parameters<typeof happeningsOf>[0], orderId);
      return documentOf(happenings as [Happening, ...Happening[]]).document;
    };
    expect(await standing(cases.wentOn)).toMatchObject({ state: 'on_its_way', attention: null, changedAt: at(2) });
    expect(await standing(cases.waits)).toMatchObject({ state: 'needs_attention', attention: { code: 'article-blocked' } });
    expect(await standing(cases.ended)).toMatchObject({ state: 'completed' });
    expect(await standing(cases.never)).toMatchObject({ state: 'on_its_way' });
    const added = await runner.query(`SELECT order_id FROM timeline_entry WHERE kind = 'OrderAttentionResolved'`);
    expect(added).toEqual([{ order_id: cases.wentOn }]);
    await runner.release();
  });
});
