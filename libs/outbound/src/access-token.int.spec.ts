import { eventually } from '@kervan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClientCredentials } from './call/client-credentials.js';
import type { Target } from './call/target.js';
import { documentsAt, far, newFarSide, rig } from './fixtures/rig-and-far-side.js';
import { TokenServer } from './fixtures/token-server.js';

const secret = 'a:secret%with&signs';
const basic = `Basic ${Buffer.from('kervan:a%3Asecret%25with%26signs').toString('base64')}`;

let server: TokenServer;

beforeEach(() => {
  server = new TokenServer();
  newFarSide({ keys: true }).tokens = server.good;
});
afterEach(() => server.stop());

async function guarded(oauth: Partial<ClientCredentials> = {}, target: Partial<Target> = {}) {
  const credentials = { tokenUrl: await server.start(), clientId: 'kervan', clientSecret: () => secret, ...oauth };
  return documentsAt(await far.start(), { oauth: credentials, ...target });
}

describe('a target that asks for access tokens', () => {
  it('gets one with each request, asked for once by our credentials and its scope', async () => {
    const type = await guarded({ scope: 'documents.write documents.read' });
    await rig.replica([type]);
    for (const reference of ['A-1', 'B-1', 'C-1']) await rig.ended(await rig.enqueue(type, reference));
    expect(far.seen.map(({ headers }) => headers['authorization'])).toEqual(Array(3).fill('Bearer token-1'));
    expect(server.requests).toEqual([
      { authorization: basic, form: { grant_type: 'client_credentials', scope: 'documents.write documents.read' } },
    ]);
  });

  it('is shown our credentials in the body where it wants them there', async () => {
    const type = await guarded({ sentIn: 'body' });
    await rig.replica([type]);
    await rig.ended(await rig.enqueue(type, 'A-1'));
    const form = { client_id: 'kervan', client_secret: secret, grant_type: 'client_credentials' };
    expect(server.requests).toEqual([{ authorization: undefined, form }]);
  });

  it('is asked for one token by all that go out at once', async () => {
    const type = await guarded();
    const { promise, resolve } = Promise.withResolvers<void>();
    server.until = promise;
    const commands = await Promise.all(['A-1', 'B-1', 'C-1', 'D-1'].map((reference) => rig.enqueue(type, reference)));
    await rig.replica([type]);
    await eventually('all are on their way', async () => {
      const { rows } = await rig.pool.query(`SELECT FROM outbound_call WHERE target = $1 AND state = 'processing'`, [type.target.name]);
      return rows.length === 4 && server.requests.length > 0;
    });
    resolve();
    for (const command of commands) expect(await rig.ended(command)).toMatchObject({ state: 'completed' });
    expect(server.requests).toHaveLength(1);
  });

  it('is asked for a new one shortly before the end of the last', async () => {
    server.expiresIn = 1e-9;
    const type = await guarded();
    await rig.replica([type]);
    for (const reference of ['A-1', 'B-1']) await rig.ended(await rig.enqueue(type, reference));
    expect(far.seen.map(({ headers }) => headers['authorization'])).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('that refuses a token gets the call again with a new one, which costs no attempt and no time', async () => {
    const slow = { delaysMs: [3_600_000], jitter: 0, giveUpAfterMs: 86_400_000 };
    const type = await guarded({}, { retry: slow });
    await rig.replica([type]);
    await rig.ended(await rig.enqueue(type, 'A-1'));
    server.good.clear();
    const call = await rig.ended(await rig.enqueue(type, 'B-1'));
    expect(call).toMatchObject({ state: 'completed', attempts: 0 });
    expect(call.tried.map(({ result, reason }) => [result, reason])).toEqual([['transient', 'access-token-refused'], ['done', null]]);
    expect(server.requests).toHaveLength(2);
  });

  it('that refuses every token is asked by the schedule only, for as long as it takes, and ends no call', async () => {
    far.tokens = new Set();
    const retry = { delaysMs: [10, 20], jitter: 0, giveUpAfterMs: 31 };
    const type = await guarded({}, { retry });
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);
    const { state, tried } = await rig.until(command, 'it was refused often', (call) => call.tried.length >= 8);
    expect(state).not.toBe('failed');
    expect(tried.map(({ reason }) => reason).slice(0, 4)).toEqual(['access-token-refused', 'http-401', 'http-401', 'http-401']);
    far.tokens = server.good;
    expect(await rig.ended(command)).toMatchObject({ state: 'completed' });
    expect(far.ledger).toEqual(['A-1']);
  });
});

describe('an authorization server', () => {
  it.each([
    ['that does not know us', { status: 401, body: { error: 'invalid_client' } }, 'no-access-token/invalid_client'],
    ['that refuses the scope', { status: 400, body: { error: 'invalid_scope' } }, 'no-access-token/invalid_scope'],
    ['that fails', { status: 500, body: 'x' }, 'no-access-token/http-500'],
    ['that sends no token', { status: 200, body: { token_type: 'bearer' } }, 'no-access-token/answer-not-understood'],
    ['that sends a token of another kind', { status: 200, body: { access_token: 'a', token_type: 'mac' } }, /^no-access-token\//],
  ])('%s lets the calls wait, and they go out by themselves once it does', async (_, answer, reason) => {
    server.answer = answer;
    const type = await guarded();
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);
    const { tried } = await rig.until(command, 'it was tried twice', (call) => call.tried.length >= 2);
    expect(tried[0]).toMatchObject({ result: 'transient', reason: expect.stringMatching(reason) as string });
    expect(far.seen).toEqual([]);
    server.answer = undefined;
    expect(await rig.ended(command)).toMatchObject({ state: 'completed' });
  });

  it('that is away lets them wait, too', async () => {
    const type = await guarded({ tokenUrl: 'http://127.0.0.1:1/token' });
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);
    const { state, tried } = await rig.until(command, 'it was tried', (call) => call.tried.length >= 2);
    expect([state, tried[0]?.reason]).toEqual(['pending', 'no-access-token/ECONNREFUSED']);
  });
});

it('neither token nor secret is kept anywhere', async () => {
  const type = await guarded();
  await rig.replica([type]);
  await rig.ended(await rig.enqueue(type, 'A-1'));
  server.good.clear();
  await rig.ended(await rig.enqueue(type, 'B-1'));
  const { rows } = await rig.pool.query<{ text: string }>(
    `SELECT coalesce(string_agg(a::text, ''), '') || (SELECT string_agg(c::text, '') FROM outbound_ended_call c) AS text
     FROM outbound_attempt a`,
  );
  expect(rows[0]!.text).toContain('A-1');
  expect(rows[0]!.text).not.toMatch(/token-\d|a:secret/);
});
