import { Controller, type DynamicModule, Injectable, type InjectionToken, Module, type Provider, Scope, type Type } from '@nestjs/common';
import { AddressRanges, currentContext, fixedSecret, Lifecycle, type RunningService, type ServiceConfig, startService } from '@kervan/service-host';
import { eventually, StockCounted, StockMoved, StockNoted, readTopics, testStack } from '@kervan/testing';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditLog } from '../audit/audit-log.js';
import { PermanentFailure } from '../consumer/failure.js';
import type { Input } from '../consumer/handlers.js';
import { INTAKE_LIMIT } from '../consumer/intake-limit.js';
import { IntakePauses } from '../consumer/intake-pauses.js';
import { headersOf, type Stage, stage } from '../consumer/fixtures/stage.js';
import { kafkaClient } from '../kafka/kafka-client.js';
import { newId } from '../message/ids.js';
import type { Received } from '../message/received.js';
import type { DatabaseTransaction, Transaction } from '../transaction/transaction.js';
import { Transactions } from '../transaction/transactions.js';
import { Consumes, ConsumesAll } from './consumes.decorator.js';
import { MessagingModule } from './messaging.module.js';

const POISON = 13;
const OPERATOR_KEY = 'an-operator-key-for-tests';
const seen = { correlations: [] as (string | undefined)[], chunks: [] as number[] };

@Injectable()
class Shelf {
  takes(count: number): boolean {
    return count !== POISON;
  }
}

@Controller()
class StockConsumer {
  constructor(private readonly shelf: Shelf) {}

  @Consumes(StockCounted)
  async handle({ data }: Received<StockCounted>, tx: Transaction): Promise<void> {
    seen.correlations.push(currentContext()?.correlationId);
    if (!this.shelf.takes(data.count)) throw new PermanentFailure('no-such-shelf', 'shelf 13');
    await tx.query('INSERT INTO effect (order_id, count) VALUES ($1, $2)', [data.orderId, data.count]);
    tx.publish(StockNoted.of({ orderId: data.orderId, count: data.count }));
  }

  @ConsumesAll(StockMoved)
  async handleAll(inputs: readonly Input<StockMoved>[], db: DatabaseTransaction): Promise<void> {
    seen.chunks.push(inputs.length);
    const orders = inputs.map(({ message }) => message.data.orderId);
    await db.query('INSERT INTO effect (order_id, count) SELECT unnest($1::text[]), 0', [orders]);
  }
}

describe('a service with messaging', () => {
  let world: Stage;
  let running: RunningService | undefined;

  beforeEach(async () => {
    world = await stage();
  });

  afterEach(async () => {
    await running?.stop();
    running = undefined;
    await world.close();
  });

  async function start(
    controllers: Type[] = [StockConsumer],
    providers: Provider[] = [Shelf],
    others: DynamicModule[] = [],
  ): Promise<RunningService> {
    const { kafkaBrokers, schemaRegistryUrl } = testStack();
    const kafka = { brokers: kafkaBrokers, sessionTimeoutMs: 6_000, heartbeatIntervalMs: 500 };
    const edge = { trustedProxies: new AddressRanges([]), requestsPerMinute: 6_000, refusalsPerMinute: 60 };
    const config: ServiceConfig = {
      serviceName: world.service, host: '127.0.0.1', port: 0, database: { url: world.databaseUrl }, kafka,
      registry: { url: schemaRegistryUrl }, operatorKey: fixedSecret(OPERATOR_KEY), edge, logLevel: 'silent', problemTypeBase: '/problems/',
    };
    const messaging = MessagingModule.forRoot({
      service: world.service, kafka, registry: { url: schemaRegistryUrl }, database: { url: world.databaseUrl },
      catalogue: world.topics.catalogue,
    });
    @Module({ imports: [messaging, ...others], controllers, providers })
    class AppModule {}
    return (running = await startService(AppModule, config, { logger: pino({ level: 'silent' }) }));
  }

  async function call(path: string, options: { method?: string; body?: unknown; key?: string; of?: string } = {}) {
    const { method = 'GET', body, key = OPERATOR_KEY } = options;
    const response = await fetch(`${running!.url}/admin/${options.of ?? 'held'}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, location: response.headers.get('location'), body: (await response.json()) as Record<string, never> & { code?: string } };
  }

  async function deadMessage(): Promise<string> {
    await world.write(world.topics.events, world.counted('order', POISON));
    const held = await eventually('it is dead', async () => (await world.held.list({ state: 'dead' }, { limit: 1 })).items[0]);
    return held.id;
  }

  it('calls a controller with the message and its transaction, in the context of the message', async () => {
    const topic = await readTopics(world.topics.events);
    await start();
    const id = newId();
    await world.write(world.topics.events, world.counted('order', 1, id));
    const note = await eventually('the output is sent', () =>
      topic.records.find(({ headers: { ce_type: type } }) => type === StockNoted.fullName),
    );
    await topic.stop();
    expect(await world.effects()).toEqual([{ orderId: 'order', count: 1 }]);
    expect(note.headers).toMatchObject({ ce_causationid: id, ce_correlationid: `correlation-${id}` });
    expect(seen.correlations).toContain(`correlation-${id}`);
  });

  it('gives a chunk handler what a chunk holds for it at once', async () => {
    const moved = Array.from({ length: 30 }, (_, at) => ({
      key: `order-${at}`,
      value: world.framed(StockMoved, { orderId: `order-${at}` }),
      headers: headersOf(StockMoved, newId()),
    }));
    await world.write(world.topics.events, ...moved);
    await start();
    await eventually('all are handled', async () => (await world.effects()).length === moved.length);
    expect(seen.chunks.reduce((sum, size) => sum + size, 0)).toBe(moved.length);
    expect(seen.chunks.length).toBeLessThan(moved.length);
  });

  it('classifies what a controller throws by the original error, which Nest would flatten', async () => {
    await start();
    const id = await deadMessage();
    expect((await call(`/${id}`)).body).toMatchObject({ state: 'dead', cause: { code: 'no-such-shelf', stage: 'handler' } });
  });

  it('shows held messages to an operator only, with personal fields masked', async () => {
    await start();
    const id = await deadMessage();
    expect((await call('', { key: 'someone-else' })).status).toBe(401);
    const list = await call('?state=dead&cause=no-such-shelf&key=order');
    expect(list.body).toMatchObject({ items: [{ id, key: 'order' }] });
    expect((await call('?state=dead&key=other')).body).toEqual({ items: [] });
    expect((await call('?state=lost')).status).toBe(422);
    expect((await call(`/${id}`)).body).toMatchObject({ data: { countedBy: '***' } });
    expect((await call(`/${newId()}`)).status).toBe(404);
    expect((await call('/no-id')).status).toBe(404);
  });

  it('redrives: what still fails comes back with one more attempt', async () => {
    await start();
    const id = await deadMessage();
    const answer = await call(`/${id}/redrive`, { method: 'POST', body: { by: 'ada', reason: 'built' } });
    expect(answer.status).toBe(202);
    const again = await eventually('it is dead again', async () => {
      const held = await world.held.get(id);
      return held.state === 'dead' && held.attempts.finished === 2 && held;
    });
    expect(again).toMatchObject({ returns: 1, acts: [{ act: 'redrive', by: 'ada', reason: 'built' }] });
    const unreasoned = await call(`/${id}/redrive`, { method: 'POST', body: { by: 'ada' } });
    expect(unreasoned).toMatchObject({ status: 422, body: { code: 'reason-required' } });
  });

  it('discards with a reason, once', async () => {
    await start();
    const id = await deadMessage();
    const discard = (body: unknown) => call(`/${id}/discard`, { method: 'POST', body });
    expect(await discard({ by: 'ada' })).toMatchObject({ status: 422, body: { code: 'reason-required' } });
    expect(await discard({ by: 'ada', reason: ' ' })).toMatchObject({ status: 422, body: { code: 'reason-required' } });
    expect(await discard({ by: 'ada\u001b[2J', reason: 'x' })).toMatchObject({
      status: 422, body: { code: 'validation-failed', errors: [{ pointer: '#/by', code: 'invalid-text' }] },
    });
    expect(await discard({ by: 'ada', reason: 'counted by hand' })).toMatchObject({ status: 200, body: { state: 'discarded' } });
    expect(await discard({ by: 'ada', reason: 'again' })).toMatchObject({ status: 409, body: { code: 'already-resolved' } });
    expect(await call(`/${id}/redrive`, { method: 'POST', body: { by: 'ada', reason: 'built' } })).toMatchObject({ status: 409 });
  });

  it('edits and lets run again, with what it came with kept', async () => {
    await start();
    const id = await deadMessage();
    const edit = (body: unknown) => call(`/${id}/edit`, { method: 'POST', body: { by: 'ada', reason: 'mistyped', ...(body as object) } });
    expect(await edit({})).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/mergePatch' }] } });
    expect(await edit({ mergePatch: { count: 'many' } })).toMatchObject({
      status: 422, body: { code: 'edit-refused', errors: [{ pointer: '#/count' }] },
    });
    expect(await edit({ mergePatch: { count: 3 }, seen: 'now' })).toMatchObject({
      status: 422, body: { errors: [{ pointer: '#/seen' }] },
    });
    expect(await edit({ mergePatch: { count: 3 }, seen: '0'.repeat(64) })).toMatchObject({
      status: 409, body: { code: 'edited-meanwhile' },
    });
    const { sha256: seen } = (await call(`/${id}`)).body;
    expect(await edit({ mergePatch: { count: 3 }, seen })).toMatchObject({
      status: 202, body: { edited: true, data: { count: 3 }, original: { data: { count: POISON, countedBy: '***' } } },
    });
    await eventually('it is handled', async () => (await world.effects()).length === 1);
    expect(await world.effects()).toEqual([{ orderId: 'order', count: 3 }]);
  });

  it('redrives what a filter selects, once it was told what that is', async () => {
    await start();
    const id = await deadMessage();
    const order = { by: 'ada', reason: 'shelf 13 was built', filter: { cause: 'no-such-shelf' }, perSecond: 50 };
    expect((await call('/causes')).body).toMatchObject({ items: [{ cause: { code: 'no-such-shelf' }, count: 1, sample: id }] });
    const post = (path: string, body: unknown) => call(`/batches${path}`, { method: 'POST', body });
    expect(await post('', { ...order, dryRun: true })).toMatchObject({ status: 200, body: { total: 1, first: [{ id }] } });
    expect((await call('/batches')).body).toEqual({ items: [] });
    const ordered = await post('', order);
    expect(ordered).toMatchObject({ status: 202, body: { state: 'running', total: 1 } });
    expect(ordered.location).toBe(`/admin/held/batches/${ordered.body.id}`);
    const done = await eventually('it is done', async () => {
      const { body } = await call(`/batches/${ordered.body.id}`);
      return (body as { readonly state?: string }).state === 'done' && body;
    });
    expect(done).toMatchObject({ done: 1, left: 0 });
    expect((await call(`/batches/${ordered.body.id}/items?state=done`)).body).toMatchObject({ items: [{ id }] });
    expect(await post(`/${ordered.body.id}/cancel`, { by: 'ada', reason: 'too late' })).toMatchObject({ status: 409 });
    expect((await post('', { ...order, filter: { state: 'handled' } })).status).toBe(422);
  });

  it('shows operators what persons did, and that the record of it is unbroken', async () => {
    await start();
    const audit = running!.app.get(AuditLog);
    const act = { act: 'redrive', subject: { kind: 'held-message', id: 'a' }, by: 'ada', reason: 'the shelf was built' };
    await running!.app.get(Transactions).run((db) => audit.record(db, act));
    const { body } = await call('?by=ada&from=2020-01-01T00:00:00Z', { of: 'audit' });
    expect(body).toMatchObject({ items: [{ seq: '1', ...act, detail: {} }] });
    const { head } = (await call('/verification', { of: 'audit' })).body;
    expect((await call(`/verification?${String(new URLSearchParams(head))}`, { of: 'audit' })).body).toEqual({
      intact: true, entries: 1, head, breaks: [], holdsKept: true,
    });
    expect((await call('/verification?seq=1', { of: 'audit' })).status).toBe(422);
    expect((await call('', { of: 'audit', key: 'someone-else' })).status).toBe(401);
  });

  it('sends a record that the broker refused again only for who says who he is and why', async () => {
    await start();
    const release = (body: unknown) => call('/stuck/7/release', { of: 'outbox', method: 'POST', body });
    expect(await release({})).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/by' }, { pointer: '#/reason' }] } });
    expect(await release({ by: 'ada', reason: 'mended' })).toMatchObject({ status: 202, body: { released: false } });
    expect((await call('', { of: 'audit' })).body).toEqual({ items: [] });
  });

  it('tells which partitions nothing is taken from, and why, for as long as that is so', async () => {
    const limit = { isFull: true, isReached: () => limit.isFull };
    class Limiting {}
    const limiting = { module: Limiting, global: true, providers: [{ provide: INTAKE_LIMIT, useValue: limit }], exports: [INTAKE_LIMIT] };
    const { app } = await start([StockConsumer], [Shelf], [limiting]);
    const pauses = app.get(IntakePauses);
    const topic = world.topics.events;
    const [pause] = await eventually('its partitions rest', () => pauses.now.length > 0 && pauses.now);
    expect(pause).toEqual({ topic, partition: expect.any(Number) as number, reason: 'work-waits' });
    limit.isFull = false;
    await eventually('none rests', () => pauses.now.length === 0);
  });

  it('goes on after a restart where it stopped', async () => {
    await start();
    await world.write(world.topics.events, world.counted('order', 1));
    await eventually('the first is handled', async () => (await world.effects()).length === 1);
    await running!.stop();
    await start();
    await world.write(world.topics.events, world.counted('order', 2));
    await eventually('the second is handled', async () => (await world.effects()).length === 2);
    expect((await world.effects()).map(({ count }) => count)).toEqual([1, 2]);
  });

  it('ends itself when its consumer has given up for good', async () => {
    const { kafkaBrokers } = testStack();
    const stranger = kafkaClient({ brokers: kafkaBrokers, clientId: 'test' }).consumer({ groupId: world.service });
    await stranger.connect();
    await stranger.subscribe({ topics: [world.topics.events] });
    const joined = new Promise((resolve) => stranger.on(stranger.events.GROUP_JOIN, resolve));
    await stranger.run({ eachMessage: async () => undefined });
    await joined;

    const ended = start().then(
      ({ app }) => eventually('it stops', () => app.get(Lifecycle).draining),
      (error: Error) => error.message === 'consumption has ended for good',
    );
    expect(await ended).toBe(true);
    await stranger.disconnect();
  });

  describe('does not start', () => {
    @Controller()
    class Other {
      @Consumes(StockCounted)
      handle(): void {}
    }

    @Controller({ scope: Scope.REQUEST })
    class PerRequest {
      @Consumes(StockCounted)
      handle(): void {}
    }

    @Injectable()
    class NoController {
      @Consumes(StockCounted)
      handle(): void {}
    }

    it.each<[string, Type[], InjectionToken[], RegExp]>([
      ['with two handlers of one record', [StockConsumer, Other], [Shelf], /StockCounted has two handlers/],
      ['with a handler that is request-scoped', [PerRequest], [], /PerRequest .* request-scoped/],
      ['with a handler that is no controller', [StockConsumer], [Shelf, NoController], /NoController .* not a controller/],
    ])('%s', async (_, controllers, providers, message) => {
      await expect(start(controllers, providers as Provider[])).rejects.toThrow(message);
    });
  });
});
