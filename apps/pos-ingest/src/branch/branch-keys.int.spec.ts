import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { branchKeys, runningPosIngest, type RunningPosIngest } from '../fixtures/running-pos-ingest.js';
import { aSale } from '../fixtures/sale.js';
import { hashOfKey } from './branch-key.js';

const [OLD, NEXT] = ['till_012_the-key-in-use', 'till_012_the-key-that-follows'] as const;

describe('the API keys of the branches', () => {
  let pos: RunningPosIngest;
  let receipt = 9_000;
  const entry = (key: string, changes: object = {}): object => ({
    keyHash: hashOfKey(key), company: 'anadolu', mode: 'live', branch: '012', ...changes,
  });
  const sell = (key: string) => pos.request('POST', '/v1/sales', { key, body: aSale({ receiptNumber: (receipt += 1) }) });
  const answers = async (...keys: string[]): Promise<number[]> => {
    const seen: number[] = [];
    for (const key of keys) seen.push((await sell(key)).status);
    return seen;
  };
  const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

  beforeAll(async () => {
    pos = await runningPosIngest();
  });
  afterAll(() => pos.stop());
  beforeEach(() => pos.changeKeys([entry(OLD)]));

  it('are exchanged while the service runs, and for a time both are taken', async () => {
    expect(await answers(OLD, NEXT)).toEqual([202, 401]);
    await pos.changeKeys([entry(OLD), entry(NEXT)]);
    expect(await answers(OLD, NEXT)).toEqual([202, 202]);
    await pos.changeKeys([entry(NEXT)]);
    expect(await answers(OLD, NEXT)).toEqual([401, 202]);
  });

  it('count from their first date and to their last', async () => {
    await pos.changeKeys([entry(OLD, { notAfter: inHours(-1) }), entry(NEXT, { notBefore: inHours(1) })]);
    expect(await answers(OLD, NEXT)).toEqual([401, 401]);
    await pos.changeKeys([entry(OLD, { notAfter: inHours(1) }), entry(NEXT, { notBefore: inHours(-1) })]);
    expect(await answers(OLD, NEXT)).toEqual([202, 202]);
  });

  it('stay as they were while the file is broken, of which no word is told', async () => {
    await pos.changeKeys('[{"keyHash":"of-someone"');
    expect(await answers(OLD)).toEqual([202]);
    expect(pos.logged()).toContain('POS_API_KEYS_FILE');
    expect(pos.logged()).not.toContain('of-someone');
    expect(pos.logged()).not.toContain(hashOfKey(OLD));
  });

  it.each<[string, readonly [number, number, number, number]]>([
    ['sales:write', [202, 202, 403, 403]],
    ['sales:read', [403, 403, 200, 403]],
    ['sales:cancel', [403, 403, 403, 202]],
  ])('open with the scope %s alone what it is for', async (scope, expected) => {
    const { id } = await sell(OLD);
    await pos.changeKeys([entry(NEXT, { scopes: [scope] })]);
    const body = aSale({ receiptNumber: (receipt += 1) });
    const asked = [
      await sell(NEXT),
      await pos.request('POST', '/v1/sales/batch', { key: NEXT, body: { sales: [body] } }),
      await pos.request('GET', `/v1/sales/${id}`, { key: NEXT }),
      await pos.request('POST', `/v1/sales/${id}/cancellation`, { key: NEXT, body: { reason: 'typed twice', requestedBy: 'cashier 4' } }),
    ];
    expect(asked.map(({ status }) => status)).toEqual(expected);
    const refused = asked.find(({ status }) => status === 403)!;
    expect(refused.body).toMatchObject({ code: 'insufficient-scope', recorded: 'nothing', required: expect.stringMatching(/^sales:/) });
    expect(refused.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
  });

  it('are each held to their own limit; a sale that is refused so is not recorded', async () => {
    await pos.changeKeys([entry(OLD, { requestsPerMinute: 2 }), entry(NEXT)]);
    const [key, busy] = [NEXT, OLD];
    const before = await pos.database.query('SELECT count(*)::int AS sales FROM pos_sale');
    const seen = [];
    // another test of this file may have sent with this key in the same minute
    for (let sent = 0; sent < 3; sent += 1) seen.push(await sell(busy));
    const refused = seen.at(-1)!;
    expect(refused.body).toMatchObject({ status: 429, code: 'rate-limited', recorded: 'nothing', retryable: true });
    expect(refused.headers.get('retry-after')).toMatch(/^([1-9]|[1-5]\d|60)$/);
    expect((await sell(key)).status).toBe(202);
    const taken = seen.filter(({ status }) => status === 202).length + 1;
    const after = await pos.database.query('SELECT count(*)::int AS sales FROM pos_sale');
    expect(after.rows[0].sales).toBe(before.rows[0].sales + taken);
  });

  it('that nobody gave out are told so, then to wait; those of the branch are taken all the same', async () => {
    const refusals = [];
    for (let sent = 0; sent < 61; sent += 1) refusals.push(await sell(`guess-${sent}`));
    expect(refusals.at(-1)?.status).toBe(429);
    expect(await answers(OLD)).toEqual([202]);
    await pos.changeKeys([entry(OLD), entry(NEXT, { scopes: ['sales:read'], requestsPerMinute: 1 })]);
    refusals.push(await sell(NEXT), await sell(NEXT));
    const told = refusals.map(({ text, headers }) => `${text} ${JSON.stringify([...headers])}`).join('\n') + pos.logged();
    expect(told).not.toContain('guess-');
    for (const key of [OLD, NEXT, ...Object.values(branchKeys)]) {
      expect(told).not.toContain(key);
      expect(told).not.toContain(hashOfKey(key));
    }
  });
});
