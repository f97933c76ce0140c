import { setTimeout as pause } from 'node:timers/promises';
import { eventually, StockCounted, testStack } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditLog } from '../audit/audit-log.js';
import type { HeldRedrives } from './held-redrives.js';
import { PermanentFailure, RetryableFailure } from '../consumer/failure.js';
import type { SingleHandler } from '../consumer/handlers.js';
import { counting, type Stage, stage } from '../consumer/fixtures/stage.js';
import { tcpFront } from '../fixtures/tcp-front.js';
import { newId } from '../message/ids.js';

const actor = { by: 'ada', reason: 'the release was mended' };
const MANY = 60;

describe('an operator', () => {
  let world: Stage;
  let redrives: HeldRedrives;
  let audit: AuditLog;
  /** The code of the failure with which a count is refused. */
  let refusal: (count: number) => string | undefined;
  /** Until when a count is not yet refused. */
  let beforeRefusal: Promise<void> | undefined;
  let Refusal: typeof PermanentFailure | typeof RetryableFailure;

  const handler: SingleHandler = {
    ...counting,
    async handle(message, tx) {
      await counting.handle(message, tx);
      const code = refusal((message.data as StockCounted).count);
      await beforeRefusal;
      if (code) throw new Refusal(code, 'as it was counted');
    },
  };

  beforeEach(async () => {
    world = await stage();
    Refusal = PermanentFailure;
    beforeRefusal = undefined;
    refusal = (count) => (count < 0 ? 'negative-count' : count > 1_000 ? 'count-too-high' : undefined);
  });

  afterEach(() => world.close());

  async function held(count: number): Promise<void> {
    await eventually('all are held', async () => (await world.held.list({}, { limit: 200 })).items.length >= count);
  }

  async function start(...counts: readonly (readonly [string, number])[]): Promise<void> {
    await world.write(world.topics.events, ...counts.map(([order, count]) => world.counted(order, count)));
    ({ redrives, audit } = (await world.join({ handlers: [[StockCounted, handler]] })).core);
  }

  async function ended(id: string) {
    return eventually('the batch has ended', async () => {
      const batch = await redrives.desk.get(id);
      return batch.state !== 'running' && batch;
    }, { withinMs: 60_000 });
  }

  it('finds held messages by cause, topic, type, key, correlation and time, and sees how many there are of each cause', async () => {
    await start(['a', -1], ['b', -1], ['c', 2_000], ['c', 3], ['d', 1]);
    await held(4);
    const idsOf = async (filter: Parameters<typeof world.held.list>[0]) => (await world.held.list(filter, { limit: 50 })).items;
    expect((await idsOf({ cause: 'negative-count' })).map(({ key }) => key).toSorted()).toEqual(['a', 'b']);
    expect(await idsOf({ topic: world.topics.events, type: StockCounted.fullName })).toHaveLength(4);
    expect(await idsOf({ topic: 'another' })).toEqual([]);
    expect(await idsOf({ type: 'another' })).toEqual([]);
    const [one] = await idsOf({ key: 'c', state: 'dead' });
    expect(await idsOf({ correlationId: one!.correlationId })).toEqual([one]);
    expect(await idsOf({ key: 'a', heldFrom: '2999-01-01T00:00:00Z' })).toEqual([]);
    expect(await idsOf({ key: 'a', heldTo: '2999-01-01T00:00:00Z' })).toHaveLength(1);

    const causes = await world.held.causes({});
    expect(causes.map(({ cause, count, dead }) => [cause?.code, cause?.stage, count, dead])).toEqual([
      ['negative-count', 'handler', 2, 2],
      [undefined, undefined, 1, 0],
      ['count-too-high', 'handler', 1, 1],
    ]);
    expect(causes[0]).toMatchObject({ type: StockCounted.fullName, topic: world.topics.events });
    expect((await world.held.get(causes[0]!.sample)).cause?.code).toBe('negative-count');
    expect(await world.held.causes({ key: 'c', state: 'dead' })).toHaveLength(1);
  });

  it('has the dead messages of a bad release redriven at a pace, and none is left once its cause is gone', async () => {
    const orders = Array.from({ length: MANY }, (_, at) => [`order-${at}`, -1] as const);
    await start(...orders, ['good', 1]);
    await eventually('all are dead', async () => (await world.held.causes({ state: 'dead' }))[0]?.count === MANY, { withinMs: 60_000 });
    refusal = () => undefined;
    const preview = await redrives.preview({ cause: 'negative-count' });
    expect(preview).toMatchObject({ total: MANY, loopGuarded: 0, byCause: [{ count: MANY, cause: { code: 'negative-count' } }] });
    expect(preview.first).toHaveLength(10);
    const { id, total } = await redrives.order({ ...actor, filter: { cause: 'negative-count' }, perSecond: 200, force: false });
    expect(total).toBe(MANY);
    expect(await ended(id)).toMatchObject({ state: 'done', done: MANY, skipped: 0 });
    await eventually('none is left', async () => (await world.held.causes({})).length === 0, { withinMs: 60_000 });
    expect(await world.effects()).toHaveLength(MANY + 1);
    const { acts } = await world.held.get(preview.first[0]!.id);
    expect(acts).toMatchObject([{ act: 'redrive', ...actor, detail: { batch: id, cause: 'negative-count' } }]);
  }, 200_000);

  it('has nothing redriven that became dead since he looked, however long it was held before', async () => {
    await start(['a', -1], ['b', -1]);
    await held(2);
    const [later] = (await world.held.list({ key: 'b' }, { limit: 1 })).items;
    const refused = Promise.withResolvers<void>();
    beforeRefusal = refused.promise;
    await world.held.redrive(later!.id, actor);
    await eventually('it is being tried', async () => (await world.held.get(later!.id)).attempts.started === 2);
    await pause(200);
    const { asOf: deadTo, total } = await redrives.preview({});
    expect(total).toBe(1);
    refused.resolve();
    await eventually('it is dead again', async () => (await world.held.get(later!.id)).returns === 1);
    expect(await redrives.preview({ heldTo: deadTo })).toMatchObject({ total: 2 });
    expect(await redrives.preview({ deadTo })).toMatchObject({ total: 1, byCause: [{ count: 1 }], first: [{ key: 'a' }] });
    expect(await redrives.order({ ...actor, filter: { deadTo }, perSecond: 1, force: false })).toMatchObject({ total: 1 });
  });

  it('does not redrive again and again by batches what comes back with the same cause, unless he forces it', async () => {
    await start(['a', -1]);
    const order = { ...actor, filter: {}, perSecond: 100, force: false };
    const redriven = async (force: boolean, returns: number) => {
      await eventually('it is dead again', async () => (await world.held.list({ state: 'dead' }, { limit: 1 })).items[0]?.returns === returns);
      return ended((await redrives.order({ ...order, force })).id);
    };
    for (const returns of [0, 1, 2]) expect(await redriven(false, returns)).toMatchObject({ done: 1 });
    expect(await redriven(false, 3)).toMatchObject({ done: 0, skippedBy: { 'loop-guard': 1 } });
    expect(await redrives.preview({})).toMatchObject({ total: 1, loopGuarded: 1 });
    expect(await redriven(true, 3)).toMatchObject({ done: 1 });

    await eventually('it is dead again', async () => (await world.held.list({ state: 'dead' }, { limit: 1 })).items[0]?.returns === 4);
    refusal = () => 'another-cause';
    await redrives.order({ ...order, force: true });
    await eventually('another cause begins anew', async () => {
      const [one] = (await world.held.list({ state: 'dead' }, { limit: 1 })).items;
      return one?.cause?.code === 'another-cause' && one.returns === 0;
    });
  });

  it('skips what was decided about after the set was frozen', async () => {
    await start(['a', -1], ['b', -1]);
    await held(2);
    const frozen = await redrives.order({ ...actor, filter: {}, perSecond: 1, force: false });
    await eventually('the first is redriven', async () => (await redrives.desk.get(frozen.id)).done === 1);
    const { items } = await redrives.desk.items(frozen.id, { state: 'waiting' }, { limit: 1 });
    await world.held.discard(items[0]!.id, { by: 'grace', reason: 'counted by hand' });
    expect(await ended(frozen.id)).toMatchObject({ done: 1, skippedBy: { 'already-resolved': 1 } });
  });

  it('finds in the audit log what was done about an order, in a set or singly', async () => {
    const [order, other] = [newId(), newId()];
    await start([order, -1], [other, -1], ['no id', -1]);
    await held(3);
    await ended((await redrives.order({ ...actor, filter: {}, perSecond: 200, force: false })).id);
    const [dead] = (await world.held.list({ key: order }, { limit: 1 })).items;
    await world.held.discard(dead!.id, actor);
    const { items } = await audit.list({ about: order }, { limit: 10 });
    expect(items).toMatchObject(['discard', 'redrive'].map((act) => ({ act, subject: { id: dead!.id }, detail: { orderId: order } })));
    const all = (await audit.list({ act: 'redrive' }, { limit: 10 })).items.map(({ detail }) => detail as { orderId?: string });
    expect(all.map(({ orderId }) => orderId).toSorted()).toEqual([order, other, undefined].toSorted());
  });

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['redriven', (id) => world.held.redrive(id, actor)],
    ['redriven in a batch', () => redrives.order({ ...actor, filter: {}, perSecond: 100, force: false })],
    ['edited', (id) => world.held.edit(id, { mergePatch: { count: -2 } }, actor)],
  ])('has what died long ago tried for a day again, once it is %s', async (_, letRun) => {
    await start(['a', -1]);
    await held(1);
    const [dead] = (await world.held.list({ state: 'dead' }, { limit: 1 })).items;
    await world.sql(`UPDATE held_message SET first_cause = first_cause || '{"at": "2020-01-01T00:00:00.000Z"}'`);
    Refusal = RetryableFailure;
    await letRun(dead!.id);
    await eventually('it has failed again', async () => (await world.held.get(dead!.id)).attempts.finished === 2);
    expect(await world.held.get(dead!.id)).toMatchObject({ state: 'waiting', cause: { code: 'negative-count' } });
    refusal = () => undefined;
    await eventually('it is handled', async () => (await world.effects()).length === 1);
  });

  it('edits a dead message and its key goes on in order, with what it came with kept', async () => {
    await start(['a', -5], ['a', 6]);
    await held(2);
    const [dead] = (await world.held.list({ state: 'dead' }, { limit: 1 })).items;
    const before = await world.held.get(dead!.id);
    await world.held.edit(dead!.id, { mergePatch: { count: 5, countedBy: '***' } }, actor);
    await eventually('both are handled', async () => (await world.effects()).length === 2);
    expect(await world.effects()).toEqual([{ orderId: 'a', count: 5 }, { orderId: 'a', count: 6 }]);

    const after = await world.held.get(dead!.id);
    expect(after).toMatchObject({ state: 'handled', edited: true, messageId: before.messageId, data: { count: 5, countedBy: '***' } });
    expect(after.original).toMatchObject({ data: { count: -5, countedBy: '***' }, sha256: before.sha256 });
    expect(after.acts).toMatchObject([
      { act: 'edit', ...actor, detail: { fields: ['#/count'], sha256Before: before.sha256, sha256: after.sha256 } },
    ]);
    const [stored] = await world.sql<{ original_value: Buffer }>('SELECT original_value FROM held_message WHERE edited');
    expect((StockCounted.type.fromBuffer(stored!.original_value.subarray(5)) as StockCounted).countedBy).toBe('Ayşe');
    const [edited] = await world.sql<{ value: Buffer }>('SELECT value FROM held_message WHERE edited');
    expect(StockCounted.type.fromBuffer(edited!.value.subarray(5)), 'sent as it is shown').toMatchObject({ count: 5, countedBy: 'Ayşe' });
  });

  it('keeps the very first content when he edits twice', async () => {
    await start(['a', -5]);
    await held(1);
    const [dead] = (await world.held.list({ state: 'dead' }, { limit: 1 })).items;
    const { sha256 } = await world.held.get(dead!.id);
    await world.held.edit(dead!.id, { mergePatch: { count: -6 } }, actor);
    await eventually('it is dead again', async () => (await world.held.list({ state: 'dead' }, { limit: 1 })).items[0]?.attempts.finished === 2);
    await world.held.edit(dead!.id, { value: { orderId: 'a', count: 7, countedBy: 'Fatma' } }, actor);
    await eventually('it is handled', async () => (await world.effects()).length === 1);
    expect(await world.effects()).toEqual([{ orderId: 'a', count: 7 }]);
    expect((await world.held.get(dead!.id)).original).toMatchObject({ sha256, data: { count: -5 } });
  });

  it('does not overwrite what somebody else has made of a message since he has seen it', async () => {
    await start(['a', -5]);
    await held(1);
    const [dead] = (await world.held.list({ state: 'dead' }, { limit: 1 })).items;
    const { sha256: seen } = await world.held.get(dead!.id);
    await world.held.edit(dead!.id, { mergePatch: { count: -6 }, seen }, { by: 'grace', reason: 'counted again' });
    const late = world.held.edit(dead!.id, { mergePatch: { countedBy: 'Fatma' }, seen }, actor);
    await expect(late).rejects.toMatchObject({ code: 'edited-meanwhile' });
    const now = await world.held.get(dead!.id);
    expect(now).toMatchObject({ data: { count: -6 }, acts: [{ by: 'grace' }] });
    await world.held.edit(dead!.id, { mergePatch: { count: 5 }, seen: now.sha256 }, actor);
    await eventually('it is handled', async () => (await world.effects()).length === 1);
    expect(await world.effects()).toEqual([{ orderId: 'a', count: 5 }]);
  });

  it('gives a record that could not be read a content that can be', async () => {
    const good = world.counted('a', 4, newId());
    await world.write(world.topics.events, { ...good, value: Buffer.concat([good.value as Buffer, Buffer.from('extra')]) });
    await start();
    await held(1);
    const [dead] = (await world.held.list({ state: 'dead' }, { limit: 1 })).items;
    expect(dead!.cause?.code).toBe('extra-bytes');
    await expect(world.held.edit(dead!.id, { mergePatch: { count: 4 } }, actor)).rejects.toMatchObject({ code: 'edit-refused' });
    await world.held.edit(dead!.id, { value: { orderId: 'a', count: 4, countedBy: 'Ayşe' } }, actor);
    await eventually('it is handled', async () => (await world.effects()).length === 1);
    expect((await world.held.get(dead!.id)).original).toMatchObject({ data: null });
  });

  it('is told why he does not see what a message holds: it is no message, or the registry is away for now', async () => {
    const good = world.counted('a', -4);
    await world.write(world.topics.events, good, { ...good, key: 'b', headers: { ...good.headers, ce_id: newId() } });
    await start();
    await held(2);
    const [one, none] = await Promise.all(['a', 'b'].map(async (key) => (await world.held.list({ key }, { limit: 1 })).items[0]!.id));
    const away = world.core({ registryUrl: 'http://127.0.0.1:9' });
    try {
      expect(await world.held.get(one!)).toMatchObject({ data: { count: -4 }, unreadable: null });
      expect(await world.held.get(none!)).toMatchObject({ data: null, unreadable: 'undecodable' });
      expect(await away.held.get(one!)).toMatchObject({ data: null, unreadable: 'registry-unavailable' });
    } finally {
      await away.stop();
    }
  });

  it('does not wait for a registry that lets him in and stays silent, be it to see a message or once he has redriven it', async () => {
    await start(['a', -4]);
    await held(1);
    const [dead] = (await world.held.list({ state: 'dead' }, { limit: 1 })).items;
    const front = await tcpFront(testStack().schemaRegistryUrl);
    front.silence();
    const deaf = world.core({ registryUrl: front.url });
    const soon = async <T>(asked: Promise<T>): Promise<T | string> => Promise.race([asked, pause(1_900, 'too late for the console')]);
    try {
      expect(await soon(deaf.held.get(dead!.id))).toMatchObject({ data: null, unreadable: 'registry-unavailable' });
      expect(await soon(deaf.held.redrive(dead!.id, actor))).toMatchObject({ id: dead!.id, unreadable: 'registry-unavailable' });
      expect((await world.held.get(dead!.id)).acts).toMatchObject([{ act: 'redrive', ...actor }]);
    } finally {
      await front.close();
      await deaf.stop();
    }
  });

  it.each<[string, object]>([
    ['a field that the record does not have', { coutn: 5 }],
    ['another key', { orderId: 'b' }],
    ['a value of another type', { count: 'five' }],
    ['no value for a field that needs one', { count: null }],
  ])('cannot edit a message to have %s', async (_, mergePatch) => {
    await start(['a', -5]);
    await held(1);
    const [dead] = (await world.held.list({ state: 'dead' }, { limit: 1 })).items;
    await expect(world.held.edit(dead!.id, { mergePatch }, actor)).rejects.toMatchObject({ code: 'edit-refused' });
    expect(await world.held.get(dead!.id)).toMatchObject({ state: 'dead', edited: false, acts: [] });
  });

  it('sees what former releases recorded of his acts, too', async () => {
    await start(['a', -5]);
    await held(1);
    const [dead] = (await world.held.list({ state: 'dead' }, { limit: 1 })).items;
    await world.sql(`INSERT INTO held_act (held_id, act, actor, reason) VALUES ($1, 'redrive', 'grace', NULL)`, [dead!.id]);
    await world.held.discard(dead!.id, actor);
    expect((await world.held.get(dead!.id)).acts).toMatchObject([
      { act: 'redrive', by: 'grace', reason: null, detail: null }, { act: 'discard', ...actor },
    ]);
  });
});
