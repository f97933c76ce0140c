import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DatabaseTransaction, newId, Transactions } from '@kervan/messaging';
import { SERVICE_CONFIG, type ServiceConfig } from '@kervan/service-host';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takenBy } from '../fixtures/held-open.js';
import { LINES, orders, bytesOf, ordersFile } from '../fixtures/interchange.js';
import { market, aPartner } from '../fixtures/partner.js';
import { runningEdiGateway, type RunningEdiGateway } from '../fixtures/running-edi-gateway.js';
import { ediProblems } from './edi.problems.js';
import { type Outcome, TakeInterchange } from './take-interchange.js';

const strict = {
  ...market,
  code: 'strict',
  duplicates: 'reject-26',
  them: { id: '8690000000043', qualifier: '14' },
} as const;
const fromStrict = '8690000000043:14';

/** Orders of that number, and what has been published of them. */
async function effects(edi: RunningEdiGateway, order: string): Promise<{ rows: number; published: number }> {
  const { rowCount } = await edi.database.query('SELECT FROM edi_order WHERE buyer_order = $1', [order]);
  const published = edi.placed().filter((one) => one.order.orderNumber.endsWith(`-${order}`)).length;
  return { rows: rowCount ?? 0, published };
}

async function answersTo(edi: RunningEdiGateway, reference: string, partner?: string): Promise<string[]> {
  const names = (await edi.names('outbox', partner)).filter((name) => name.startsWith(`contrl-${reference}-`));
  return Promise.all(names.map((name) => readFile(join(edi.folder('outbox', partner), name), 'latin1')));
}

describe('an order is taken once', () => {
  let edi: RunningEdiGateway;
  let last = 0;
  const next = () => ({ order: `PO-${(last += 1)}`, reference: `R${last}` });
  /** All that came before it is done once an order that was sent later is published. */
  const settled = async (): Promise<void> => {
    const { order, reference } = next();
    await edi.deliver(`${reference}.edi`, ordersFile({ order, reference }));
    await eventually('a later order is published', async () => (await effects(edi, order)).published === 1);
  };
  /** With two replicas a lane may wait for its new owner: an order that was sent later may be published sooner. */
  const published = (...of: readonly string[]): Promise<unknown> =>
    eventually('each is published', async () => {
      const counts = await Promise.all(of.map(async (order) => (await effects(edi, order)).published));
      return counts.every((count) => count > 0);
    });
  const answered = (reference: string, count: number, partner?: string) =>
    eventually(`${reference} is answered ${count} times`, async () => {
      const answers = await answersTo(edi, reference, partner);
      return answers.length === count && answers;
    });

  beforeAll(async () => {
    edi = await runningEdiGateway({ partners: [market, strict] });
  });
  afterAll(() => edi.stop());

  it('however often its interchange comes: each gets the first answer', async () => {
    const { order, reference } = next();
    const file = ordersFile({ order, reference });
    expect(await edi.deliver(`${reference}-first.edi`, file)).toEqual({ end: 'accepted' });
    const [first] = await answered(reference, 1);
    await rm(
      join(
        edi.folder('outbox'),
        (await edi.names('outbox')).find((name) => name.includes(`-${reference}-`))!,
      ),
    );
    expect(await edi.deliver(`${reference}-again.edi`, file)).toEqual({ end: 'accepted' });
    expect(await answered(reference, 1)).toEqual([first]);
    await settled();
    expect(await effects(edi, order)).toEqual({ rows: 1, published: 1 });
    const { body } = await edi.request('GET', '/v1/interchanges?state=repeated');
    expect(body.items).toMatchObject([{ fileName: `${reference}-again.edi`, controlReference: reference }]);
  });

  it('and its interchange is refused the second time, where that is agreed', async () => {
    const { order, reference } = next();
    const file = ordersFile({ order, reference, from: fromStrict });
    expect(await edi.deliver(`${reference}-first.edi`, file, 'strict')).toEqual({ end: 'accepted' });
    const { end, problem } = await edi.deliver(`${reference}-again.edi`, file, 'strict');
    expect([end, problem?.code, problem?.recorded]).toEqual(['rejected', 'edi-duplicate', 'earlier']);
    const answers = await answered(reference, 2, 'strict');
    expect(answers.map((text) => /UCI[^']*/.exec(text)?.[0].slice(-12))).toEqual(
      expect.arrayContaining([expect.stringMatching(/\+4\+26\+UNB\+6$/)]),
    );
    await settled();
    expect(await effects(edi, order)).toEqual({ rows: 1, published: 1 });
  });

  it('and another interchange under its control reference is refused', async () => {
    const { order, reference } = next();
    await edi.deliver(`${reference}-one.edi`, ordersFile({ order, reference }));
    const { end, problem } = await edi.deliver(`${reference}-other.edi`, ordersFile({ order: 'PO-other', reference }));
    expect([end, problem?.code]).toEqual(['rejected', 'edi-duplicate']);
    expect(problem?.detail).toMatch(/^Another interchange of this control reference was accepted at \d{4}-/);
    expect((await answered(reference, 2)).join('')).toContain('+4+26+UNB+6');
    expect((await effects(edi, 'PO-other')).rows).toBe(0);
  });

  it('in whatever interchange it comes', async () => {
    const { order, reference } = next();
    await edi.deliver(`${reference}-one.edi`, ordersFile({ order, reference }));
    expect(await edi.deliver(`${reference}-two.edi`, ordersFile({ order, reference: `${reference}B` }))).toEqual({
      end: 'accepted',
    });
    await settled();
    expect(await effects(edi, order)).toEqual({ rows: 1, published: 1 });
  });

  it('in whatever interchange it comes, though the profile has lost an article of it by then', async () => {
    const [recorded, fresh] = [next(), next()];
    const { order, reference } = recorded;
    await edi.deliver(`${reference}-one.edi`, ordersFile(recorded));
    await edi.agree({ ...market, articles: [market.articles[0]] }, strict);
    const files = [
      { ...recorded, reference: `${reference}B` },
      { ...recorded, reference: `${reference}C`, lines: LINES.slice(0, 7).concat('QTY+21:25:PCE', 'PRI+AAA:81.36') },
      fresh,
    ];
    for (const file of files) {
      expect(await edi.deliver(`${file.reference}.edi`, ordersFile(file))).toEqual({ end: 'accepted' });
    }
    await edi.agree(market, strict);
    const { rows } = await edi.database.query(
      `SELECT message.state, findings->0->>'code' AS code FROM edi_message AS message
       JOIN edi_interchange AS interchange ON interchange.id = interchange_id
       WHERE control_reference = ANY ($1) ORDER BY array_position($1, control_reference)`,
      [files.map((file) => file.reference)],
    );
    expect(rows).toEqual([
      { state: 'repeated', code: null },
      { state: 'quarantined', code: 'order-conflict' },
      { state: 'quarantined', code: 'unknown-article' },
    ]);
    await settled();
    expect(await effects(edi, order)).toEqual({ rows: 1, published: 1 });
  });

  it('and what comes under its number with other content waits for a person', async () => {
    const { order, reference } = next();
    await edi.deliver(`${reference}-one.edi`, ordersFile({ order, reference }));
    const other = ordersFile({ order, reference: `${reference}B`, lines: LINES.slice(0, 5) });
    expect(await edi.deliver(`${reference}-two.edi`, other)).toEqual({ end: 'accepted' });
    const { body } = await edi.request('GET', '/v1/quarantine');
    const { findings } = (body.items as { findings: unknown[] }[]).at(-1)!;
    expect(findings).toMatchObject([{ field: 'orderNumber', code: 'order-conflict', actual: order }]);
    await settled();
    expect(await effects(edi, order)).toEqual({ rows: 1, published: 1 });
  });

  it('after its interchange was refused and mended, under the same reference', async () => {
    const { order, reference } = next();
    const wrong = bytesOf([...orders({ order, reference }).slice(0, -1), `UNZ+2+${reference}`]);
    expect((await edi.deliver(`${reference}-wrong.edi`, wrong)).end).toBe('rejected');
    expect((await edi.deliver(`${reference}-wrong-again.edi`, wrong)).end).toBe('rejected');
    expect(await answered(reference, 1)).toHaveLength(1);
    expect(await edi.deliver(`${reference}-right.edi`, ordersFile({ order, reference }))).toEqual({ end: 'accepted' });
    expect(await answered(reference, 2)).toHaveLength(2);
    expect((await effects(edi, order)).rows).toBe(1);
  });

  it('when its process died after the commit and before the move', async () => {
    const { order, reference } = next();
    const file = ordersFile({ order, reference, from: fromStrict });
    const claim = await abandoned('died.edi', file, 'strict');
    const taken = await edi.service.app
      .get(TakeInterchange, { strict: false })
      .take({ id: claim, name: 'died.edi', bytes: file.length }, file, aPartner(strict));
    expect(taken.state).toBe('accepted');
    await eventually('put away', async () => (await edi.names('accepted', 'strict')).includes('died.edi'));
    expect(await edi.names('processing', 'strict')).toEqual([]);
    expect(await answered(reference, 1, 'strict')).toHaveLength(1);
    await settled();
    expect(await effects(edi, order)).toEqual({ rows: 1, published: 1 });
  });

  it('and so is its claim, however two processes that have it come between each other', async () => {
    const { order, reference } = next();
    const file = ordersFile({ order, reference, from: fromStrict });
    const claim = { id: newId(), name: 'twice.edi', bytes: file.length };
    const transactions = edi.service.app.get(Transactions, { strict: false });
    const config = edi.service.app.get<ServiceConfig>(SERVICE_CONFIG, { strict: false });
    const first = new TakeInterchange(transactions, config);
    let outcome: Outcome | undefined;
    /** Lets the first take the claim once the second has seen that nobody has. */
    const overtaken = (db: DatabaseTransaction): DatabaseTransaction =>
      Object.assign(Object.create(db) as DatabaseTransaction, {
        query: async (sql: string, values: unknown[]) => {
          const rows = await db.query(sql, values);
          outcome ??= await first.take(claim, file, aPartner(strict));
          return rows;
        },
      });
    const second = new TakeInterchange(
      { run: (work: Parameters<Transactions['run']>[0]) => transactions.run((db) => work(overtaken(db))) } as Transactions,
      config,
    );
    expect((await second.take(claim, file, aPartner(strict))).state).toBe('accepted');
    expect(outcome?.state).toBe('accepted');
  });

  it('and its claim, taken again, is told behind a commit that waits for the standby as the first one did', async () => {
    const { order, reference } = next();
    const file = ordersFile({ order, reference, from: fromStrict });
    const [taken, refused] = ['again.edi', 'empty.edi'].map((name) => ({ id: newId(), name, bytes: file.length }));
    const transactions = edi.service.app.get(Transactions, { strict: false });
    const writes: unknown[] = [];
    const watched = {
      run: (work: Parameters<Transactions['run']>[0]) =>
        transactions.run(async (db) => {
          const outcome = await work(db);
          writes.push(...(await db.query('SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS writes')));
          return outcome;
        }),
    } as Transactions;
    const interchanges = new TakeInterchange(watched, edi.service.app.get<ServiceConfig>(SERVICE_CONFIG, { strict: false }));
    const take = () => interchanges.take(taken!, file, aPartner(strict));
    const refuse = () => interchanges.refuse(refused!, ediProblems('edi-empty-file'), aPartner(strict));
    expect((await take()).state).toBe((await take()).state);
    expect((await refuse()).problem).toEqual((await refuse()).problem);
    expect(writes).toEqual(Array.from({ length: 4 }, () => ({ writes: true })));
  });

  it('when its process died after the claim and before the commit', async () => {
    const { order, reference } = next();
    await abandoned('claimed.edi', ordersFile({ order, reference }));
    await eventually('put away', async () => (await edi.names('accepted')).includes('claimed.edi'));
    await settled();
    expect(await effects(edi, order)).toEqual({ rows: 1, published: 1 });
    expect(await edi.names('processing')).toEqual([]);
  });

  it('while two replicas work on one inbox', async () => {
    const replica = await edi.replica();
    try {
      const files = Array.from({ length: 30 }, next);
      await Promise.all(
        files.map(({ order, reference }) => edi.send(`${reference}.edi`, ordersFile({ order, reference }))),
      );
      await eventually('all are put away', async () => {
        const names = await edi.names('accepted');
        return files.every(({ reference }) => names.includes(`${reference}.edi`));
      });
      await published(...files.map(({ order }) => order));
      await settled();
      for (const { order } of files) expect(await effects(edi, order)).toEqual({ rows: 1, published: 1 });
      const { rowCount } = await edi.database.query('SELECT FROM edi_interchange WHERE control_reference = ANY ($1)', [
        files.map(({ reference }) => reference),
      ]);
      expect(rowCount).toBe(files.length);
    } finally {
      await replica.stop();
    }
  });

  it('when it comes in five files at once', async () => {
    const replica = await edi.replica();
    try {
      const { order, reference } = next();
      const file = ordersFile({ order, reference });
      const ends = await Promise.all([1, 2, 3, 4, 5].map((n) => edi.deliver(`${reference}-${n}.edi`, file)));
      expect(ends).toEqual(Array.from({ length: 5 }, () => ({ end: 'accepted' })));
      await published(order);
      await settled();
      expect(await effects(edi, order)).toEqual({ rows: 1, published: 1 });
    } finally {
      await replica.stop();
    }
  });

  /** A file that a dead process had claimed. */
  async function abandoned(name: string, content: Buffer, partner?: string): Promise<string> {
    const id = newId();
    const folder = join(edi.folder('processing', partner), id);
    await mkdir(folder);
    await writeFile(join(folder, name), content);
    await utimes(folder, new Date(0), new Date(0));
    return id;
  }
});

describe('control: without the constraints that ON CONFLICT stands on', () => {
  let edi: RunningEdiGateway;

  beforeAll(async () => {
    edi = await runningEdiGateway();
    await edi.database.query(`ALTER TABLE edi_message DROP CONSTRAINT fk_edi_message_order`);
    await edi.database.query(
      'ALTER TABLE edi_order DROP CONSTRAINT pk_edi_order, DROP CONSTRAINT uq_edi_order_buyer_order',
    );
    await edi.database.query('ALTER TABLE edi_order_number DROP CONSTRAINT pk_edi_order_number');
  });
  afterAll(() => edi.stop());

  it('an order in two interchanges at once is two orders, published twice', async () => {
    const both = Promise.withResolvers<void>();
    let open = 2;
    const bothWritten = (): Promise<void> => {
      if ((open -= 1) === 0) both.resolve();
      return both.promise;
    };
    await Promise.all(['ONE', 'TWO'].map((reference) => takenBy(edi, { text: { reference } }, bothWritten)));
    await eventually('published twice', async () => (await effects(edi, 'PO-17')).published === 2);
    expect((await effects(edi, 'PO-17')).rows).toBe(2);
  });
});
