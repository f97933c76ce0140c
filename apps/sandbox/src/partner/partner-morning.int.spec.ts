import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EdiDesk } from '../fixtures/edi-desk.js';
import { PartnerJournal } from './partner-journal.js';
import { PartnerMorning, previewOf } from './partner-morning.js';

describe('a morning of the trading partner', () => {
  let directory: string;
  let desk: EdiDesk;
  let journal: PartnerJournal;
  let partner: PartnerMorning;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'partner-'));
    desk = new EdiDesk(join(directory, 'edi'));
    desk.open();
    await open();
  });

  afterEach(async () => {
    await close();
    await desk.close();
    await rm(directory, { recursive: true });
  });

  async function open(): Promise<void> {
    journal = await PartnerJournal.open(directory);
    partner = new PartnerMorning(journal, join(directory, 'edi'));
  }

  async function close(): Promise<void> {
    await partner.stop();
    await journal.close();
  }

  async function lines(kind: string): Promise<Record<string, unknown>[]> {
    const text = await readFile(join(directory, 'partner.jsonl'), 'utf8');
    return text
      .split('\n')
      .slice(0, -1) // the last may not be whole yet
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => line['kind'] === kind);
  }

  const play = (): Promise<void> => partner.play(partner.plan({ orders: 5, seed: 1 }));

  it('drops its interchanges and notes the CONTRL of each: one comes twice, one is refused', async () => {
    await play();
    expect(await lines('control')).toMatchObject([
      { interchange: 'MRK00000001', action: '7', refusedMessages: [] },
      { interchange: 'MRK00000002', action: '7', refusedMessages: [] },
      { interchange: 'MRK00000002', action: '7', refusedMessages: [] },
      { interchange: 'MRK00000003', action: '7', refusedMessages: [] },
      { interchange: 'MRK00000004', action: '7', refusedMessages: ['1'], code: '29' },
    ]);
    expect(partner.progress()).toEqual({ planned: 5, sent: 5, answered: 5, accepted: 4, refused: 1 });
    const [, second, again] = desk.taken;
    expect([second?.file, again?.file]).toEqual(['ORDERS_MRK00000002.edi', 'ORDERS_MRK00000002_2.edi']);
    expect(again?.bytes).toEqual(second?.bytes);
  });

  it('takes up once more what was answered too late, and sends it the second time', async () => {
    await desk.close();
    partner = new PartnerMorning(journal, join(directory, 'edi'), { everyMs: 20, withinMs: 500 });
    const playing = play();
    await vi.waitUntil(async () => (await lines('dropped')).length === 4, { timeout: 10_000 });
    desk = new EdiDesk(join(directory, 'edi'));
    desk.open();
    await playing;
    expect((await lines('control')).map(({ interchange }) => interchange).sort()).toEqual([
      'MRK00000001', 'MRK00000002', 'MRK00000002', 'MRK00000003', 'MRK00000004',
    ]);
    expect(desk.taken.at(-1)?.file).toBe('ORDERS_MRK00000002_2.edi');
    expect(partner.progress()).toEqual({ planned: 5, sent: 5, answered: 5, accepted: 4, refused: 1 });
  });

  it('orders what its preview told, and owes for what it expects to be taken', async () => {
    const told = previewOf(partner.plan({ orders: 5, seed: 1 })).map(({ orderNumber }) => orderNumber);
    await play();
    const orders = (await lines('interchange')).flatMap((line) => line['orders'] as { orderNumber: string }[]);
    expect(orders.map(({ orderNumber }) => orderNumber)).toEqual(told);
    expect(journal.dues().map(({ payersNumber }) => payersNumber)).toEqual([
      'PO-000001',
      'PO-000002',
      'PO-000003',
      'PO-000004',
    ]);
  });

  it('takes up what was open when the process ended, and gives the next references afterwards', async () => {
    desk.answers = false;
    const playing = play();
    await vi.waitUntil(() => desk.taken.length === 1);
    await close();
    await playing;
    await open();
    partner.resume();
    desk.answers = true;
    expect(previewOf(partner.plan({ orders: 5, seed: 1 }))[0]?.orderNumber).toBe('marketim-PO-000003');
    await desk.close();
    const second = new EdiDesk(join(directory, 'edi'));
    second.open();
    await play();
    await second.close();
    expect(new Set((await lines('control')).map(({ interchange }) => interchange)).size).toBe(4);
  });

  it('orders nothing without the folders', () => {
    expect(new PartnerMorning(journal, undefined).plan({ orders: 5, seed: 1 })).toEqual([]);
  });
});
