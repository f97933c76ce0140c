import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transactions } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ordersFile } from '../fixtures/interchange.js';
import { market } from '../fixtures/partner.js';
import { takeDue } from './acknowledgement.repository.js';
import { runningEdiGateway, type RunningEdiGateway } from '../fixtures/running-edi-gateway.js';

describe('an acknowledgement', () => {
  let edi: RunningEdiGateway;
  const quiet = { ...market, code: 'quiet', acknowledgement: 'none', them: { id: '8690000000043', qualifier: '14' } };

  beforeAll(async () => {
    edi = await runningEdiGateway({ partners: [market, quiet] });
  });
  afterAll(() => edi.stop());

  const written = (reference: string) =>
    eventually(`the answer to ${reference}`, async () =>
      (await edi.names('outbox')).find((name) => name.startsWith(`contrl-${reference}-`)),
    );
  const send = (reference: string) =>
    edi.deliver(`${reference}.edi`, ordersFile({ order: `PO-${reference}`, reference }));

  it('is owed until it is written: a process that dies between is made good, byte for byte', async () => {
    await send('A');
    const name = await written('A');
    const path = join(edi.folder('outbox'), name);
    const first = await readFile(path);
    await eventually('marked', async () => {
      const { rowCount } = await edi.database.query('SELECT FROM edi_acknowledgement WHERE written_at IS NULL');
      return rowCount === 0;
    });
    await rm(path);
    await edi.database.query('UPDATE edi_acknowledgement SET written_at = NULL');
    expect(await written('A')).toBe(name);
    expect(await readFile(path)).toEqual(first);
  });

  it('waits while its folder cannot be written, and takes no other with it', async () => {
    const outbox = edi.folder('outbox');
    await rename(outbox, `${outbox}-away`);
    await eventually('a file is in the way of the folder, which is made again', () =>
      rm(outbox, { recursive: true, force: true })
        .then(() => writeFile(outbox, 'in the way'))
        .then(
          () => true,
          () => false,
        ),
    );
    await edi.send('B.edi', ordersFile({ order: 'PO-B', reference: 'B' }));
    await eventually('it is told', () => edi.logged().includes('could not be w'));
    await rm(outbox);
    await rename(`${outbox}-away`, outbox);
    await written('B');
    await eventually('taken', async () => (await edi.names('accepted')).includes('B.edi'));
  });

  it('is taken by one of several at a time', async () => {
    const transactions = edi.service.app.get(Transactions, { strict: false });
    const taken = await transactions.run(async (db) => {
      await db.query('UPDATE edi_acknowledgement SET written_at = NULL, due_at = owed_since');
      const mine = await takeDue(db, 100, 60_000);
      const others = await takeDue(db, 100, 60_000);
      await db.query('UPDATE edi_acknowledgement SET written_at = now()');
      return [mine.length, others.length];
    });
    expect(taken).toEqual([expect.any(Number), 0]);
    expect(taken[0]).toBeGreaterThan(0);
  });

  it('is written by no replica alone: two write the same', async () => {
    const replica = await edi.replica();
    try {
      const references = Array.from({ length: 20 }, (_, index) => `C${index}`);
      await Promise.all(references.map(send));
      for (const reference of references) {
        const text = await readFile(join(edi.folder('outbox'), await written(reference)), 'latin1');
        expect(text).toMatch(new RegExp(`UCI\\+${reference}\\+.*UNZ\\+1\\+\\d{14}'$`));
      }
      const names = await edi.names('outbox');
      expect(new Set(names.map((name) => name.slice(-18))).size).toBe(names.length);
    } finally {
      await replica.stop();
    }
  });

  it('is not owed to a partner who wants none', async () => {
    const file = ordersFile({ from: '8690000000043:14', reference: 'D' });
    expect(await edi.deliver('D.edi', file, 'quiet')).toEqual({ end: 'accepted' });
    const { end, problem } = await edi.deliver('E.edi', ordersFile({ reference: 'E' }), 'quiet');
    expect([end, problem?.code]).toEqual(['rejected', 'edi-unknown-partner']);
    const { rowCount } = await edi.database.query(`SELECT FROM edi_acknowledgement WHERE partner = 'quiet'`);
    expect(rowCount).toBe(0);
  });
});
