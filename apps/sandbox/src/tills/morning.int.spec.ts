import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunningSandbox } from '../fixtures/running-sandbox.js';
import { SalesDesk } from '../fixtures/sales-desk.js';
import { readBranchKeys, writeBranchKeys } from './branch-keys.js';
import { CANARIES } from './canaries.js';

describe('a morning', () => {
  const desk = { current: new SalesDesk() };
  let sandbox: RunningSandbox;
  let keys: string;

  beforeEach(async () => {
    desk.current = new SalesDesk();
    await desk.current.open();
    keys = await mkdtemp(join(tmpdir(), 'keys-'));
    await writeBranchKeys(keys);
    sandbox = await RunningSandbox.start({
      POS_INGEST_URL: desk.current.url,
      SANDBOX_TILL_KEYS: join(keys, 'till-keys.json'),
    });
  });

  afterEach(async () => {
    await sandbox.stop();
    await desk.current.close();
    await rm(keys, { recursive: true });
  });

  async function start(): Promise<void> {
    const { status } = await sandbox.request('POST', '/control/morning', { body: { sales: 60, rate: 1000 } });
    expect(status).toBe(202);
  }

  async function played() {
    return vi.waitUntil(
      async () => {
        const { body } = await sandbox.request('GET', '/control/morning');
        return body['state'] === 'done' && body;
      },
      { timeout: 30_000 },
    );
  }

  const lines = async (kind: string) => (await sandbox.ledger('tills')).filter((line) => line['kind'] === kind);

  it('rings and sends every receipt as its script says, with the key of its branch', async () => {
    await start();
    expect(await played()).toMatchObject({ zNumber: 1, planned: 60, rung: 60, answered: 60, refused: 4, accepted: 56 });
    const rung = await lines('rung');
    const answered = await lines('answered');
    expect(rung).toHaveLength(62);
    expect(answered).toHaveLength(rung.reduce((sum, line) => sum + (line['sends'] as number), 0));
    expect(answered.filter(({ answer, code }) => answer === 'refused' && code === 'receipt-conflict')).toHaveLength(2);
    expect(desk.current.taken.size).toBe(56);
    expect(desk.current.cancelled).toHaveLength(rung.filter((line) => line['cancellation']).length);
    const known = await readBranchKeys(join(keys, 'till-keys.json'));
    const expected = known.map(({ branch, key }) => `${branch} Bearer ${key}`);
    expect([...desk.current.authorizations].every((used) => expected.includes(used))).toBe(true);
  });

  it('brings what its preview told', async () => {
    const { body: told } = await sandbox.request('GET', '/control/morning/preview?sales=60');
    await start();
    await played();
    const rung = new Set((await lines('rung')).map((line) => `${line['orderNumber']} ${line['expectation']}`));
    const items = told['items'] as Record<string, string>[];
    expect(items).toHaveLength(60);
    expect(items.filter((item) => !rung.has(`${item['orderNumber']} ${item['expectation']}`))).toEqual([]);
    expect((await sandbox.request('GET', '/control/morning/preview?sales=6')).status).toBe(400);
  });

  it('writes the marker values of the canary buyer into its own ledger', async () => {
    await start();
    await played();
    const text = await sandbox.file('tills.jsonl');
    expect(CANARIES.filter((canary) => !text.includes(canary))).toEqual([]);
  });

  it('never gives up on 503 and cut connections, and sends the same receipt again', async () => {
    const attempts = new Map<string, number>();
    desk.current.mood = (sale) => {
      const id = `${sale.branch}-${sale.till}-${sale.receiptNumber}`;
      const attempt = (attempts.get(id) ?? 0) + 1;
      attempts.set(id, attempt);
      return attempt === 1 ? 'fail' : attempt === 2 ? 'hang-up' : 'serve';
    };
    await start();
    expect(await played()).toMatchObject({ accepted: 56, refused: 4 });
    expect(await lines('answered')).toContainEqual(expect.objectContaining({ answer: 'unknown', status: 503 }));
    expect(desk.current.taken.size).toBe(56);
  });

  it('takes up what was open when the process ended, and plays the next Z number afterwards', async () => {
    desk.current.mood = () => 'fail';
    await start();
    await vi.waitUntil(async () => (await lines('answered')).length >= 60, { timeout: 30_000 });
    await sandbox.restart();
    desk.current.mood = () => 'serve';
    await vi.waitUntil(() => desk.current.taken.size >= 50, { timeout: 30_000 });
    await start();
    expect(await played()).toMatchObject({ zNumber: 2, accepted: 56 });
  });

  it('is played one at a time, and not without keys', async () => {
    await start();
    const second = await sandbox.request('POST', '/control/morning', { body: {} });
    expect([second.status, second.body['code']]).toEqual([409, 'morning-not-possible']);
    const small = await sandbox.request('POST', '/control/morning', { body: { sales: 3 } });
    expect(small.status).toBe(400);
  });
});
