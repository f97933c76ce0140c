import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue, InvoiceNumberAssigned, OrderCompleted, PaymentMatched } from '@kervan/contracts';
import { laneOf } from '@kervan/messaging';
import { eventually, readTopics, type TopicReader } from '@kervan/testing';
import { services, urlOf, type ServiceName } from '@kervan/tools/platform/services';
import { registeredCompany } from '../support/buyers.js';
import { request } from '../support/http.js';
import type { Held } from '../support/operator.js';
import { badnesses, templateOf, wellFormed, writeRaw } from '../support/raw-records.js';
import type { TakenSale } from '../support/tills.js';
import { errorsIn, openWorld, type World } from '../support/world.js';

/** Every topic with each service that reads it. */
const consumed = catalogue.topics.flatMap(({ name: topic, consumers }) =>
  services.filter((service) => consumers.includes(service)).map((service) => ({ service, topic })),
);

/** A record that every reader of its topic handles, where not all do so with all: what nobody handles is passed over. */
const handledByAll: Readonly<Record<string, string>> = {
  'fulfilment.order.events.v1': OrderCompleted.fullName,
  'invoicing.invoice.events.v1': InvoiceNumberAssigned.fullName,
};

describe('bad records on every topic', () => {
  let world: World;
  let topics: TopicReader;
  let deadLetters: TopicReader;
  /** An order that waits for a person when the bad records come: into the partition of its key. */
  let order: TakenSale;
  let lane: number;

  beforeAll(async () => {
    world = await openWorld();
    topics = await readTopics(...catalogue.topics.map(({ name }) => name));
    deadLetters = await readTopics(...new Set(consumed.map(({ service }) => `${service}.dlq.v1`)));
    await world.tills.until(await world.tills.sell({ buyer: registeredCompany }), 'completed');

    const sale = world.tills.ring({ buyer: registeredCompany, payment: 'due' });
    const match = { orderNumber: sale.orderNumber };
    const refusal = { target: 'erp', operation: 'post-sales-order', kind: 'refuse', code: 'branch-closed', match } as const;
    await world.outside.suffer({ ...refusal, times: 2 });
    order = await world.tills.send(sale);
    await world.tills.until(order, 'needs_attention');
    await world.operator.retry(order.orderId); // an operator's act is one of the records to be spoiled
    await eventually('it is refused again', async () => (await world.operator.saga(order.orderId)).history.filter(({ effect }) => effect === 'needs-attention').length === 2);
    lane = laneOf(order.orderId);
    await writeRaw('banking.payment.events.v1', (lane + 1) % 12, [await wellFormed(PaymentMatched, payment('00000000-0000-8000-8000-000000000000', '1'))]);
  });

  afterAll(() => Promise.all([topics?.stop(), deadLetters?.stop()]));

  const payment = (orderId: string, statementReference: string): PaymentMatched => {
    const amountMinor = Number(order.body.totals.gross.replace('.', ''));
    const [today] = new Date().toISOString().split('T');
    return {
      orderId, invoiceNumber: 'any', amountMinor, currency: 'TRY', valueDate: today!, statementReference, matchedAt: new Date().toISOString(),
      settlesOrder: false, acceptedDueMinor: null, accountDigest: null,
    };
  };

  it.each(consumed)('each kind on $topic is held by $service with its cause, and copied to its dead letters', async ({ service, topic }) => {
    const wanted = handledByAll[topic];
    const since = world.openedAt.toISOString(); // what lies there of before may be bad
    const good = await eventually(`a record on ${topic}`, () =>
      topics.records.find(({ topic: name, value, headers }) => {
        return name === topic && value && (headers['ce_time'] ?? '') >= since && (wanted === undefined || headers['ce_type'] === wanted);
      }),
    );
    const template = await templateOf(good);
    const offsets = await writeRaw(topic, lane, badnesses.map(({ of }) => of(template)));
    const expected = badnesses.map(({ is, code, stage }, index) => ({ is, offset: offsets[index], cause: { code, stage } }));

    const held = await eventually(`${service} holds all of them`, async () => {
      const items = await world.operator.held(service, `&topic=${topic}`);
      const mine = expected.map(({ offset }) => items.find((item) => item.partition === lane && item.offset === offset));
      return mine.every((item): item is Held => item !== undefined) && mine;
    });
    expect(held.map((item, index) => ({ ...expected[index]!, cause: { code: item.cause?.code, stage: item.cause?.stage } }))).toEqual(expected);
    expect(held.map(({ state, correlationId }) => [state, correlationId !== ''])).toEqual(held.map(() => ['dead', true]));

    const copies = await eventually('all of them are copied', () => {
      const found = expected.map(({ offset }) =>
        deadLetters.records.find(({ topic: name, headers }) => {
          return name === `${service}.dlq.v1` && headers['kervan_topic'] === topic
            && headers['kervan_partition'] === String(lane) && headers['kervan_offset'] === offset;
        }),
      );
      return found.every((copy) => copy !== undefined) && found;
    });
    for (const [index, { headers }] of copies.entries()) {
      expect(headers).toMatchObject({
        kervan_reason: expected[index]!.cause.code, kervan_stage: expected[index]!.cause.stage,
        kervan_attempts: '1', ce_correlationid: held[index]!.correlationId,
      });
      expect(Date.parse(headers['kervan_timestamp'] ?? '')).not.toBeNaN();
    }
  });

  it('another order in the same partition of every topic goes on, up to its payment', async () => {
    await world.operator.retry(order.orderId);
    await eventually('it waits for its payment', async () => (await world.operator.saga(order.orderId)).step === 'settle', { withinMs: 60_000 });
  });

  it('a record behind a bad one of its own key waits, until a person discards the bad one', async () => {
    const good = await wellFormed(PaymentMatched, payment(order.orderId, '2'));
    const [offset, goodOffset] = await writeRaw('banking.payment.events.v1', lane, [{ ...good, value: Buffer.from('?') }, good]);
    const both = await eventually('both are held', async () => {
      const items = await world.operator.held('order-orchestrator', `&key=${order.orderId}`);
      return items.length === 2 && items;
    });
    const first = both.find((item) => item.offset === offset)!;
    expect(both.find((item) => item.offset === goodOffset)).toMatchObject({ state: 'waiting', cause: null });
    expect((await world.operator.saga(order.orderId)).step).toBe('settle');

    const { status, json } = await world.operator.discard('order-orchestrator', first.id);
    expect([status, (json as Held).state]).toEqual([200, 'discarded']);
    await world.tills.until(order, 'completed');
    expect(await world.outside.findingsAbout(order)).toEqual([]);
    expect(await world.operator.held('order-orchestrator', `&key=${order.orderId}&state=waiting`)).toEqual([]);
  });

  it('a cancellation in the partition of bad orders still reaches its order', async () => {
    await world.tills.cancel(order);
    await world.tills.until(order, 'needs_attention');
  });

  it.each(services.filter((name) => name !== 'sandbox'))('an operator of %s redrives or discards one of them, once', async (service) => {
    const { operator } = world;
    const [one] = await operator.held(service, '&state=dead&cause=extra-bytes');
    const redriven = await operator.redrive(service, one!.id);
    expect(redriven.status).toBe(202);
    const again = await eventually('its cause persists: it is dead again, one attempt older', async () => {
      const held = await operator.get<Held & { acts: { act: string; by: string }[] }>(service, `/admin/held/${one!.id}`);
      return held.state === 'dead' && held.attempts.finished === 2 && held;
    });
    expect(again).toMatchObject({ cause: one!.cause, acts: [{ act: 'redrive', by: 'operator of the tests' }] });

    expect(refusalOf(await operator.discard(service, one!.id, { by: 'operator of the tests' }))).toEqual([422, 'reason-required']);
    expect((await operator.discard(service, one!.id)).status).toBe(200);
    expect(refusalOf(await operator.discard(service, one!.id))).toEqual([409, 'already-resolved']);
    expect(refusalOf(await operator.redrive(service, one!.id))).toEqual([409, 'already-resolved']);
    expect(refusalOf(await operator.redrive(service, '019aa5c1-7e2b-8c3d-9a4e-5f6071829304'))).toEqual([404, 'not-found']);
  });

  it.each(services.filter((name) => name !== 'sandbox'))('nobody without the operator key looks at what %s holds', async (service: ServiceName) => {
    const url = `${urlOf(service, world.installation)}/admin/held`;
    const answers = await Promise.all([request('GET', url), request('GET', url, { headers: { Authorization: 'Bearer wrong' } })]);
    expect(answers.map(refusalOf)).toEqual([[401, 'invalid-token'], [401, 'invalid-token']]);
    expect(answers.map(({ headers }) => headers.get('www-authenticate'))).toEqual(Array(2).fill(expect.stringMatching(/^Bearer/)));
  });

  it('none of that is an error of a service, and every service is alive', async () => {
    expect(errorsIn(world.logs)).toEqual([]);
    for (const service of services) {
      if (service === 'sandbox') continue;
      const { status } = await request('GET', `${urlOf(service, world.installation)}/health/live`);
      expect([service, status]).toEqual([service, 200]);
    }
  });
});

function refusalOf({ status, json }: { readonly status: number; readonly json: unknown }): [number, unknown] {
  return [status, (json as { code?: unknown } | undefined)?.code];
}
