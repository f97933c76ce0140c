import { newId } from '@kervan/messaging';
import { freshDatabase, type FreshDatabase, ownConnection } from '@kervan/testing';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { einvoiceSenderMigrations } from '../../migrations/einvoice-sender-migrations.js';
import { on, waitsForLock } from '../fixtures/connections.js';
import type { GivenUp } from '../ports/integrator.js';
import { InvoiceState } from './invoice-state.js';
import { buildStatements } from './invoice-statements.js';
import { InvoiceStore, type NewInvoice } from './invoice-store.js';
import { Profile } from './profile.js';

const NUMBER = 'ANA2026000000001';

let database: FreshDatabase;
let one: Client;
let other: Client;
let observer: Client;
let orderId: string;

beforeAll(async () => {
  database = await freshDatabase(einvoiceSenderMigrations);
  [one, other, observer] = (await Promise.all([1, 2, 3].map(() => ownConnection(database.url)))) as [Client, Client, Client];
});
beforeEach(async () => {
  await Promise.all([one.query('ROLLBACK'), other.query('ROLLBACK')]);
  await observer.query('TRUNCATE invoice_series CASCADE');
  await observer.query(
    `INSERT INTO invoice_series VALUES ('ANA', 2026, 'anadolu', 'live', 'EARSIVFATURA', 2, '2026-11-21')`,
  );
  orderId = newId();
  await new InvoiceStore().insertAll(on(observer), [invoice()]);
});
afterAll(async () => {
  await Promise.all([one, other, observer].map((client) => client.end()));
  await database.drop();
});

function invoice(): NewInvoice {
  return {
    orderId,
    number: NUMBER,
    ettn: newId(),
    prefix: 'ANA',
    company: 'anadolu',
    mode: 'live',
    profile: Profile.archive,
    receiverAlias: null,
    issueDate: '2026-11-21',
    issueTime: '10:00:00',
    orderNumber: '012-3-147-5012',
    buyerName: 'NİHAİ TÜKETİCİ',
    buyerTaxId: '11111111111',
    currency: 'TRY',
    netMinor: 8_317,
    taxMinor: 1_663,
    grossMinor: 9_980,
    taxes: [],
    xml: '<Invoice/>',
  };
}

/** Whether the order's invoice is now to be sent for the command, which is begun at the same time. */
async function begin(store: InvoiceStore, client: Client, commandId = newId()): Promise<boolean> {
  await client.query(
    `INSERT INTO command (command_id, type, topic, key, state) VALUES ($1, 'TransmitInvoice', 'commands', $2, 'running')`,
    [commandId, orderId],
  );
  const wanted = [{ orderId, invoiceNumber: NUMBER, commandId }];
  const begun = await store.beginTransmissions(on(client), wanted);
  return begun.some((transmission) => transmission.commandId === commandId);
}

/** The command ends so; long after that it is forgotten. */
async function commandEnds(commandId: string, state: 'finished' | 'withdrawn', isForgotten = false): Promise<void> {
  await observer.query(
    `UPDATE command SET state = $2, reply_type = 'its reply', reply = '', ended_at = now() WHERE command_id = $1`,
    [commandId, state],
  );
  if (isForgotten) await observer.query('DELETE FROM command WHERE command_id = $1', [commandId]);
}

/** Transmits on one connection and voids on the other, the second to come waiting for the first to commit. */
async function race(
  store: InvoiceStore,
  first: 'transmit' | 'void',
): Promise<{ transmitted: boolean; voided: boolean }> {
  const transmit = (client: Client) => begin(store, client);
  const makeVoid = async (client: Client) => Boolean(await store.void(on(client), orderId, NUMBER, 'cancelled'));
  await Promise.all([one.query('BEGIN'), other.query('BEGIN')]);
  const winner = await (first === 'transmit' ? transmit(one) : makeVoid(one));
  const late = first === 'transmit' ? makeVoid(other) : transmit(other);
  await waitsForLock(other, observer);
  await one.query('COMMIT');
  const loser = await late;
  await other.query('COMMIT');
  return first === 'transmit' ? { transmitted: winner, voided: loser } : { voided: winner, transmitted: loser };
}

describe('a void and a transmission at the same time', () => {
  it('the transmission wins when it is first', async () => {
    expect(await race(new InvoiceStore(), 'transmit')).toEqual({ transmitted: true, voided: false });
  });

  it('the void wins when it is first', async () => {
    expect(await race(new InvoiceStore(), 'void')).toEqual({ transmitted: false, voided: true });
    expect(await new InvoiceStore().find(on(observer), orderId, NUMBER)).toMatchObject({
      state: InvoiceState.void,
      voidReason: 'cancelled',
    });
  });

  it('would both succeed without the condition: a void number would be on its way to the authority', async () => {
    const careless = new InvoiceStore(buildStatements({ mayBeTransmitted: 'true', mayBeVoided: 'true' }));
    expect(await race(careless, 'transmit')).toEqual({ transmitted: true, voided: true });
  });

  it('would both succeed without the lock: who waits has looked for the command of the other before', async () => {
    const hasty = new InvoiceStore({ ...buildStatements(), lock: 'SELECT WHERE $1::uuid[] IS NULL' });
    expect(await race(hasty, 'transmit')).toEqual({ transmitted: true, voided: true });
  });
});

/** Transmits on one connection and rewrites on the other, the second to come waiting for the first to commit. */
async function raceToRewrite(
  store: InvoiceStore,
  first: 'transmit' | 'rewrite',
): Promise<{ transmitted: boolean; rewritten: boolean }> {
  const transmit = (client: Client) => begin(store, client);
  const rewrite = async (client: Client) => {
    const atHome = await store.bringHome(on(client), orderId);
    if (atHome) await store.rewrite(on(client), { ...invoice(), xml: '<Another/>' });
    return atHome;
  };
  await Promise.all([one.query('BEGIN'), other.query('BEGIN')]);
  const winner = await (first === 'transmit' ? transmit(one) : rewrite(one));
  const late = first === 'transmit' ? rewrite(other) : transmit(other);
  await waitsForLock(other, observer);
  await one.query('COMMIT');
  const loser = await late;
  await other.query('COMMIT');
  return first === 'transmit' ? { transmitted: winner, rewritten: loser } : { rewritten: winner, transmitted: loser };
}

describe('another content and a transmission at the same time', () => {
  const sent = async (): Promise<unknown> => (await new InvoiceStore().documentsUnderWay(on(observer), [NUMBER])).get(NUMBER);

  it('the content that is under way stays when the transmission is first', async () => {
    expect(await raceToRewrite(new InvoiceStore(), 'transmit')).toEqual({ transmitted: true, rewritten: false });
    expect(await sent()).toBe('<Invoice/>');
  });

  it('the other content is sent when it is first', async () => {
    expect(await raceToRewrite(new InvoiceStore(), 'rewrite')).toEqual({ transmitted: true, rewritten: true });
    expect(await sent()).toBe('<Another/>');
  });

  it('would change under way without the condition: another invoice than the authority may have', async () => {
    const careless = new InvoiceStore(buildStatements({ mayBeRewritten: 'true' }));
    expect(await raceToRewrite(careless, 'transmit')).toEqual({ transmitted: true, rewritten: true });
    expect(await careless.find(on(observer), orderId, NUMBER)).toMatchObject({ xml: '<Another/>' });
  });
});

describe('the row of an invoice', () => {
  const store = new InvoiceStore();

  const rewritable = async (): Promise<boolean> => {
    await one.query('BEGIN');
    const isRewritable = await store.bringHome(on(one), orderId);
    await one.query('ROLLBACK');
    return isRewritable;
  };
  const voidable = async (): Promise<boolean> => {
    await one.query('BEGIN');
    const voidedAt = await store.void(on(one), orderId, NUMBER, 'not wanted');
    await one.query('ROLLBACK');
    return voidedAt !== undefined;
  };

  const givenUp = async (): Promise<GivenUp> => {
    await begin(store, one);
    await store.takeBack(on(one), NUMBER, true);
    return (await store.inDoubt(on(one), orderId, NUMBER))!.givenUp!;
  };

  it.each([false, true])('is rewritten, voided or sent by another command after its transmission was withdrawn (forgotten: %s)', async (isForgotten) => {
    const commandId = newId();
    expect(await begin(store, one, commandId)).toBe(true);
    expect([await voidable(), await rewritable(), await begin(store, one)]).toEqual([false, false, false]);
    await commandEnds(commandId, 'withdrawn', isForgotten);
    expect([await voidable(), await rewritable()]).toEqual([true, true]);
    await one.query('BEGIN');
    expect(await begin(store, one)).toBe(true);
    await one.query('ROLLBACK');
    expect(await store.bringHome(on(one), orderId)).toBe(true);
    expect(await store.find(on(one), orderId, NUMBER)).toMatchObject({ state: InvoiceState.issued });
  });

  it.each([false, true])('stays as it was sent when its command has ended in any other way (forgotten: %s)', async (isForgotten) => {
    const commandId = newId();
    await begin(store, one, commandId);
    await store.endTransmissions(on(one), [{ orderId, number: NUMBER, state: 'accepted', acceptedAt: '2026-11-21T08:00:00.000Z' }]);
    await commandEnds(commandId, 'finished', isForgotten);
    expect([await voidable(), await rewritable(), await begin(store, one)]).toEqual([false, false, false]);
  });

  it('stays as it was sent while a later command awaits that, though the first one is forgotten', async () => {
    const [first, second] = [newId(), newId()];
    await begin(store, one, first);
    expect(await begin(store, one, second)).toBe(false);
    expect(await store.takeOver(on(one), orderId, second)).toBe(first);
    await commandEnds(first, 'finished', true);
    expect([await voidable(), await rewritable(), await begin(store, one)]).toEqual([false, false, false]);
  });

  it('ends a transmission once, and tells who awaits it', async () => {
    const commandId = newId();
    expect(await store.underWay(on(one), [NUMBER])).toEqual([]);
    await begin(store, one, commandId);
    expect(await store.underWay(on(one), [NUMBER])).toEqual([expect.objectContaining({ orderId, number: NUMBER })]);
    const ends = [{ orderId, number: NUMBER, state: 'accepted', acceptedAt: '2026-11-21T08:00:00.000Z' }] as const;
    expect(await store.endTransmissions(on(one), ends)).toEqual(new Map([[orderId, commandId]]));
    expect(await store.endTransmissions(on(one), ends)).toEqual(new Map());
    expect(await store.void(on(one), orderId, NUMBER, 'too late')).toBeUndefined();
  });

  it('ends beside others, each in its own way', async () => {
    const other = { ...invoice(), orderId: newId(), number: 'ANA2026000000002' };
    await store.insertAll(on(one), [other]);
    const wanted = [invoice(), other].map(({ orderId, number }) => ({ orderId, invoiceNumber: number, commandId: newId() }));
    expect(await store.beginTransmissions(on(one), wanted)).toHaveLength(2);
    const ended = await store.endTransmissions(on(one), [
      { orderId: other.orderId, number: other.number, state: 'refused', code: '1180', detail: 'unknown to the authority' },
      { orderId, number: NUMBER, state: 'accepted', acceptedAt: '2026-11-21T08:00:00.000Z' },
      { orderId: newId(), number: 'ANA2026000000003', state: 'accepted', acceptedAt: '2026-11-21T08:00:00.000Z' },
    ]);
    expect(ended).toEqual(new Map(wanted.map(({ orderId, commandId }) => [orderId, commandId])));
    expect(await store.find(on(one), orderId, NUMBER)).toMatchObject({ state: InvoiceState.accepted, code: null });
    const refused = { state: InvoiceState.refused, code: '1180', acceptedAt: null };
    expect(await store.find(on(one), other.orderId, other.number)).toMatchObject(refused);
  });

  it('tells its document while it is under way, and nothing changes it then', async () => {
    expect(await store.documentsUnderWay(on(one), [NUMBER])).toEqual(new Map());
    await begin(store, one);
    await store.rewrite(on(one), { ...invoice(), xml: '<Another/>' });
    const number = 'ANA2026000000002';
    expect(await store.documentsUnderWay(on(one), [number, NUMBER])).toEqual(new Map([[NUMBER, '<Invoice/>']]));
    await store.endTransmissions(on(one), [{ orderId, number: NUMBER, state: 'correctable', code: '1150', detail: '' }]);
    await store.rewrite(on(one), { ...invoice(), xml: '<Another/>' });
    expect(await store.documentsUnderWay(on(one), [NUMBER])).toEqual(new Map());
    await begin(store, one);
    expect(await store.documentsUnderWay(on(one), [NUMBER])).toEqual(new Map([[NUMBER, '<Another/>']]));
  });

  it('goes back to where it was when the transmission certainly never happened', async () => {
    await begin(store, one);
    await store.endTransmissions(on(one), [{ orderId, number: NUMBER, state: 'correctable', code: '1150', detail: '' }]);
    await begin(store, one);
    await store.takeBack(on(one), NUMBER, false);
    expect(await store.find(on(one), orderId, NUMBER)).toMatchObject({ state: InvoiceState.correctable, code: '1150' });
    expect(await voidable()).toBe(true);
  });

  it('under whose ETTN the integrator has something else is sent or written anew, and never voided by itself', async () => {
    const claim = { buyerTaxId: '11111111111', currency: 'TRY', grossMinor: 9_980 };
    const again = async (commandId = newId()) => {
      await one.query(
        `INSERT INTO command (command_id, type, topic, key, state) VALUES ($1, 'TransmitInvoice', 'commands', $2, 'running')`,
        [commandId, orderId],
      );
      return (await store.beginTransmissions(on(one), [{ orderId, invoiceNumber: NUMBER, commandId }]))[0];
    };
    expect(await again()).toMatchObject({ isResent: false, isDisputed: false, isInsistedOn: false, claim });
    const end = { orderId, number: NUMBER, state: 'disputed', code: 'other-invoice-held', detail: 'taken' } as const;
    await store.endTransmissions(on(one), [end]);
    expect([await voidable(), await rewritable()]).toEqual([false, true]);
    const withdrawn = newId();
    expect(await again(withdrawn)).toMatchObject({ isResent: true, isDisputed: true, isInsistedOn: true });
    expect(await store.underWay(on(one), [NUMBER])).toMatchObject([{ isDisputed: true, takenAgoMs: null, claim }]);
    await commandEnds(withdrawn, 'withdrawn');
    expect([await voidable(), await rewritable()]).toEqual([false, true]);
    expect(await store.inDoubt(on(one), orderId, NUMBER)).toMatchObject({ claim, isDisputed: true, givenUp: null });
    await store.rewrite(on(one), { ...invoice(), xml: '<Another/>' });
    expect(await store.find(on(one), orderId, NUMBER)).toMatchObject({ state: 'refused', code: 'ettn-used', xml: '<Another/>' });
    expect(await again()).toMatchObject({ isDisputed: true, isInsistedOn: false });
    await store.takeBack(on(one), NUMBER, true);
    const doubt = (await store.inDoubt(on(one), orderId, NUMBER))!;
    expect([await voidable(), doubt]).toMatchObject([false, { isDisputed: true, givenUp: { agoMs: expect.any(Number) as number } }]);
    const refused = { state: 'refused', code: '1150', detail: '' } as const;
    expect(await store.endDoubt(on(one), { orderId, number: NUMBER, givenUp: null }, refused)).toBe(false);
    expect(await store.endDoubt(on(one), { orderId, number: NUMBER, ...doubt }, refused)).toBe(true);
    expect([await voidable(), await store.inDoubt(on(one), orderId, NUMBER)]).toEqual([true, undefined]);
    expect(await store.endDoubt(on(one), { orderId, number: NUMBER, ...doubt }, end)).toBe(false);
  });

  it('that a person gave up is sent or written anew, and never voided by itself until what was sent is ruled out', async () => {
    const withdrawn = newId();
    const [former, latest] = [await givenUp(), await givenUp()];
    expect([await voidable(), await rewritable()]).toEqual([false, true]);
    expect(await begin(store, one, withdrawn)).toBe(true);
    expect(await store.underWay(on(one), [NUMBER])).toMatchObject([{ isDisputed: true, takenAgoMs: null }]);
    expect(await store.ruleOut(on(one), orderId, NUMBER, latest)).toBe(false);
    await commandEnds(withdrawn, 'withdrawn');
    expect([await voidable(), await rewritable()]).toEqual([false, true]);
    expect((await store.inDoubt(on(one), orderId, NUMBER))?.givenUp).toMatchObject({ at: latest.at });
    expect(await store.ruleOut(on(one), orderId, NUMBER, former)).toBe(false);
    expect(await store.ruleOut(on(one), orderId, NUMBER, latest)).toBe(true);
    expect([await voidable(), await store.inDoubt(on(one), orderId, NUMBER)]).toEqual([true, undefined]);
  });

  it.each<[string, boolean, () => Promise<unknown>]>([
    ['the integrator has taken it', true, () => store.taken(on(one), NUMBER)],
    ['it was refused before it was compared', false, () => Promise.resolve()],
  ])('that a person gave up, sent again and refused, is voided by itself: %s', async (_, isVoidable, happens) => {
    await givenUp();
    await begin(store, one);
    await happens();
    const end = { orderId, number: NUMBER, state: 'refused', code: 'number-used', detail: '' } as const;
    await store.endTransmissions(on(one), [end]);
    expect(await voidable()).toBe(isVoidable);
  });

  it('tells since when it is with the integrator, where it was refused before', async () => {
    await begin(store, one);
    await store.taken(on(one), NUMBER);
    await observer.query(`UPDATE invoice SET taken_at = now() - interval '3 s'`);
    const [{ takenAgoMs, isDisputed } = { takenAgoMs: null, isDisputed: null }] = await store.underWay(on(one), [NUMBER]);
    expect([takenAgoMs! >= 3_000, takenAgoMs! < 60_000, isDisputed]).toEqual([true, true, false]);
    await store.endTransmissions(on(one), [{ orderId, number: NUMBER, state: 'correctable', code: '1150', detail: '' }]);
    await begin(store, one);
    expect(await store.underWay(on(one), [NUMBER])).toMatchObject([{ takenAgoMs: null }]);
  });

  it('is the only one of its order and of its number', async () => {
    await expect(store.insertAll(on(one), [invoice()])).rejects.toThrow(/pk_invoice/);
    orderId = newId();
    await expect(store.insertAll(on(one), [invoice()])).rejects.toThrow(/uq_invoice_number/);
  });
});
