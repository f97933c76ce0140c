import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KnownInstallation } from '../inspect/installation.js';
import { portCount, portsOf } from '../platform/ports.js';
import { sendInterchange } from './interchange.js';
import { sendStatement } from './statement.js';
import { sendWebhook, signatureOf } from './webhook.js';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const INTERCHANGE = Buffer.from("UNB+UNOC:3+B+S+261120:1030+KRV0001'UNZ+0+KRV0001'");

interface Received {
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

describe('a file of the user', () => {
  let app: FastifyInstance;
  let installation: KnownInstallation;
  let received: Received[];
  let answer: { status: number; body: object };

  beforeEach(async () => {
    received = [];
    answer = { status: 202, body: { status: 'accepted', id: 'd1' } };
    app = Fastify();
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    app.post<{ Body: Buffer }>('/*', ({ url, headers, body }, reply) => {
      received.push({ url, headers, body });
      return reply.code(answer.status).send(answer.body);
    });
    app.get('/health/live', () => ({}));
    app.get('/v1/quarantine/d1', () => ({ findings: [{ pointer: '#/line_items/0/sku' }] }));
    const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
    const folder = mkdtempSync(join(tmpdir(), 'send-'));
    mkdirSync(join(folder, 'shop-secrets'));
    writeFileSync(join(folder, 'shop-secrets', 'moda'), 'Jefe\n');
    const ports = portsOf(Array.from({ length: portCount }, () => port));
    installation = { folder, ports, secrets: { operatorKey: 'key' } as KnownInstallation['secrets'] };
  });

  afterEach(async () => {
    await app.close();
    rmSync(installation.folder, { recursive: true });
  });

  it('is signed over its very bytes for the shop, under the topic that is wanted', async () => {
    const body = Buffer.from('what do ya want for nothing?');
    const { refused, text } = await sendWebhook('shopify', body, 'orders/updated', installation);
    const { url, headers, body: sent } = received[0] as Received;
    const rfc4231 = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    expect(Buffer.from(String(headers['x-shopify-hmac-sha256']), 'base64').toString('hex')).toBe(rfc4231);
    expect(headers).toMatchObject({ 'x-shopify-topic': 'orders/updated', 'content-type': 'application/json' });
    expect([url, sent.equals(body), refused]).toEqual(['/v1/shops/moda/webhooks', true, false]);
    expect(text).toContain('Taken: 202');
  });

  it('goes to the other shop as WooCommerce sends it, and is refused without a secret', async () => {
    await expect(sendWebhook('woocommerce', Buffer.from('{}'), undefined, installation)).rejects.toThrow('no secret');
    writeFileSync(join(installation.folder, 'shop-secrets', 'ev'), 'gizli');
    await sendWebhook('woocommerce', Buffer.from('{}'), undefined, installation);
    expect(received[0]).toMatchObject({
      url: '/v1/shops/ev/webhooks',
      headers: {
        'x-wc-webhook-topic': 'order.created',
        'x-wc-webhook-event': 'created',
        'x-wc-webhook-signature': signatureOf(Buffer.from('{}'), 'gizli'),
      },
    });
  });

  it('that cannot be used is told with what keeps it from being used', async () => {
    answer.body = { status: 'quarantined', id: 'd1' };
    const { refused, text } = await sendWebhook('shopify', Buffer.from('{}'), undefined, installation);
    expect([refused, text.includes('#/line_items/0/sku')]).toEqual([false, true]);
  });

  it('that is refused is told with the problem', async () => {
    answer = { status: 422, body: { code: 'statement-invalid', errors: [{ line: 3 }] } };
    const { refused, text } = await sendStatement(Buffer.from('<Document/>'), installation);
    expect(received[0]).toMatchObject({ headers: { authorization: 'Bearer key', 'content-type': 'application/xml' } });
    expect(refused).toBe(true);
    expect(text).toMatch(/^Refused: 422\n[^]*statement-invalid/);
  });

  it.each([
    ['accepted', '7', false],
    ['accepted', '4', true],
    ['rejected', '4', true],
  ])('that is an interchange and is %s is told with its CONTRL (action %s)', async (folder, action, wanted) => {
    const edi = join(installation.folder, 'edi', 'marketim');
    for (const each of ['inbox', 'outbox', 'accepted', 'rejected']) mkdirSync(join(edi, each), { recursive: true });
    writeFileSync(join(edi, 'outbox', 'old.edi'), "UNB+UNOC:3+S+B+1:1+1'UNH+1+CONTRL:D:3:UN'UCI+KRV0001+B+S+8'");
    const sending = sendInterchange('my orders.edi', INTERCHANGE, installation);
    const dropped = () => readdirSync(join(edi, 'inbox')).find((name) => /^send-.*my_orders\.edi$/.test(name));
    const file = (await vi.waitUntil(dropped)) as string;
    expect(readFileSync(join(edi, 'inbox', file)).equals(INTERCHANGE)).toBe(true);
    if (folder === 'rejected') writeFileSync(join(edi, folder, `${file}.error.json`), '{"code":"edi-envelope"}');
    renameSync(join(edi, 'inbox', file), join(edi, folder, file));
    writeFileSync(join(edi, 'outbox', 'new.edi'), `UNB+UNOC:3+S+B+1:1+2'UNH+1+CONTRL'UCI+KRV0001+B+S+${action}'`);
    const { refused, text } = await sending;
    expect(refused).toBe(wanted);
    expect(text).toContain(`UCI+KRV0001+B+S+${action}`);
    expect(text.includes('edi-envelope')).toBe(folder === 'rejected');
  });

  it.each([
    [['shopify', 'no-such-file.json'], 'There is no file no-such-file.json.'],
    [['camt', 'tools'], 'tools is no file.'],
    [['fax', 'package.json'], 'There is nothing to send as fax.'],
    [['shopify'], 'A kind and a file are needed.'],
    [['shopify', 'package.json', '--colour', 'red'], "Unknown option '--colour'."],
  ])('is not sent by %j, and the reason is told', async (args, reason) => {
    const node = ['--conditions=@kervan/source', '--import', './tools/ts-hook.mjs', 'tools/send/send.ts'];
    const failed = await run(process.execPath, [...node, ...args], { cwd: root }).catch((error: unknown) => error);
    const { code, stderr } = failed as { code: number; stderr: string };
    expect([code, stderr.startsWith(reason)]).toEqual([2, true]);
  });
});
