import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunningSandbox, type HttpAnswer } from '../fixtures/running-sandbox.js';
import { ETTN, NOT_REGISTERED, REGISTERED, ubl, type UblOptions } from '../fixtures/ubl.js';
import { REFUSED_COMPANY } from '../world/companies.js';
import { readInvoice } from './ubl-reader.js';

const authorization = 'Bearer sandbox-integrator-key';
const OTHER_ETTN = '0b1f6f1a-2f8e-4a57-9d6e-1f3f7c1d2e3f';

describe('integrator', () => {
  let sandbox: RunningSandbox;

  beforeEach(async () => {
    sandbox = await RunningSandbox.start();
  });

  afterEach(() => sandbox.stop());

  function transmit(xml: string, headers: object = {}): Promise<HttpAnswer> {
    const { number, ettn, profile } = readInvoice(Buffer.from(xml));
    return send(xml, {
      'x-invoice-number': number,
      'x-ettn': ettn,
      'x-profile': profile,
      ...(profile !== 'EARSIVFATURA' && { 'x-receiver-alias': 'urn:mail:defaultpk@example' }),
      ...headers,
    });
  }

  function send(xml: string, headers: object): Promise<HttpAnswer> {
    const content = { authorization, 'content-type': 'application/xml', ...headers };
    return sandbox.request('POST', '/integrator/v1/invoices', { headers: content, body: xml });
  }

  function status(ettn: string): Promise<HttpAnswer> {
    return sandbox.request('GET', `/integrator/v1/invoices/${ettn}`, { headers: { authorization } });
  }

  async function decided(ettn = ETTN): Promise<Record<string, unknown>> {
    for (;;) {
      const { body } = await status(ettn);
      if (body['decidedAt'] !== undefined) return body;
    }
  }

  async function decisionOn(options: UblOptions) {
    await transmit(ubl(options));
    const { status: outcome, code } = await decided();
    return { outcome, code };
  }

  it('tells who is registered, and under which mailbox', async () => {
    const path = '/integrator/v1/receivers';
    const known = await sandbox.request('GET', `${path}/${REGISTERED}`, { headers: { authorization } });
    expect(known.body).toMatchObject({
      taxId: REGISTERED,
      registered: true,
      alias: expect.stringMatching(/^urn:mail:/),
    });
    const unknown = await sandbox.request('GET', `${path}/${NOT_REGISTERED}`, { headers: { authorization } });
    expect(unknown.body).toEqual({ taxId: NOT_REGISTERED, registered: false });
    expect((await sandbox.request('GET', `${path}/12`, { headers: { authorization } })).status).toBe(422);
  });

  it('takes an invoice, keeps its XML, and the authority accepts it', async () => {
    const { status: answered, body } = await transmit(ubl(), { 'x-correlation-id': 'c-1' });
    expect(answered).toBe(202);
    expect(body).toEqual({
      ettn: ETTN,
      number: 'EAR2026000000001',
      status: expect.any(String),
      code: expect.any(Number),
      detail: '',
    });
    const content = { payableAmount: '125.05', currency: 'TRY', receiverTaxId: NOT_REGISTERED };
    expect(await decided()).toMatchObject({ status: 'accepted', code: 1300, ...content });
    expect(await sandbox.file('invoices/EAR2026000000001.xml')).toBe(ubl());
    expect(await sandbox.ledger('integrator')).toMatchObject([
      {
        seq: 1,
        kind: 'transmission',
        attempt: 1,
        correlationId: 'c-1',
        invoice: { orderNumber: '001-1-1-1', taxTotal: '20.05' },
      },
      { seq: 2, kind: 'decision', attempt: 1, status: 'accepted', correlationId: 'c-1' },
    ]);
  });

  it('shows queued, then processing, before the authority has decided, and decides after a restart too', async () => {
    await sandbox.request('PUT', '/control/settings', { body: { authorityDelayMs: 600_000 } });
    expect((await transmit(ubl())).body).toMatchObject({ status: 'queued', code: 1000 });
    await sandbox.restart();
    expect(await decided()).toMatchObject({ status: 'accepted' });
  });

  it('answers the same invoice as it stands, and refuses another content or another ETTN under the number', async () => {
    await transmit(ubl());
    await decided();
    const again = await transmit(ubl());
    expect([again.status, again.body['status']]).toEqual([200, 'accepted']);
    expect((await transmit(ubl({ buyerName: 'Başka' }))).body['code']).toBe('ettn-used');
    expect((await transmit(ubl({ ettn: OTHER_ETTN }))).body['code']).toBe('number-used');
    await sandbox.restart();
    expect((await transmit(ubl({ ettn: OTHER_ETTN }))).status).toBe(409);
  });

  it('hides an invoice from questions, shows another, or takes one and says that it had it, when it is told to', async () => {
    const other = ubl({ ettn: OTHER_ETTN, number: 'EAR2026000000002' });
    await sandbox.fault({ target: 'integrator', operation: 'transmit', kind: 'conflict', written: true, times: 1 });
    expect((await transmit(ubl())).status).toBe(409);
    expect((await transmit(other)).status).toBe(202);
    await sandbox.fault({ target: 'integrator', operation: 'status', kind: 'lookup-hides', times: 1 });
    expect((await status(ETTN)).status).toBe(404);
    await sandbox.fault({ target: 'integrator', operation: 'status', kind: 'lookup-mixes-up', times: 1 });
    expect((await status(ETTN)).body).toMatchObject({ ettn: OTHER_ETTN, number: 'EAR2026000000002' });
    expect((await status(ETTN)).body).toMatchObject({ ettn: ETTN });
  });

  it('refuses what it has already when it comes again, and takes what is new, when it is told to', async () => {
    await sandbox.fault({ target: 'integrator', operation: 'transmit', kind: 'refuse', code: 'quota-used-up', times: 1, match: { stands: true } });
    expect((await transmit(ubl())).status).toBe(202);
    expect((await transmit(ubl({ ettn: OTHER_ETTN, number: 'EAR2026000000002' }))).status).toBe(202);
    const again = await transmit(ubl());
    expect([again.status, again.body['code']]).toEqual([422, 'quota-used-up']);
    expect((await transmit(ubl())).status).toBe(200);
  });

  it('takes a corrected invoice under the same number after a refusal of form, and only then', async () => {
    expect(await decisionOn({ buyerName: 'SCHEMATRON A.Ş.' })).toEqual({ outcome: 'refused', code: 1150 });
    expect((await transmit(ubl({ number: 'EAR2026000000002' }))).body['code']).toBe('ettn-used');
    expect((await transmit(ubl())).status).toBe(202);
    expect(await decided()).toMatchObject({ status: 'accepted' });
    expect((await transmit(ubl({ buyerName: 'Başka' }))).body['code']).toBe('ettn-used');
  });

  it('lookup-lag shows the refusal of before in place of a young corrected invoice', async () => {
    await decisionOn({ buyerName: 'SCHEMATRON A.Ş.' });
    await transmit(ubl());
    await sandbox.fault({ target: 'integrator', operation: 'status', kind: 'lookup-lag', ms: 60_000, times: 1 });
    expect((await status(ETTN)).body).toMatchObject({ status: 'refused', code: 1150 });
    expect(await decided()).toMatchObject({ status: 'accepted' });
  });

  it.each<[string, UblOptions, number]>([
    ['a sum that is wrong by one kuruş', { payable: '125.06' }, 1150],
    ['taxes that do not add up', { tax: '20.06' }, 1150],
    [
      'a wrong check digit of the buyer',
      { buyerTaxId: `${NOT_REGISTERED.slice(0, 9)}${(Number(NOT_REGISTERED.at(-1)) + 1) % 10}` },
      1150,
    ],
    ['a date in the future', { issueDate: '2099-01-01', number: 'EAR2099000000001' }, 1150],
    ['a number of another year', { number: 'EAR2025000000001' }, 1150],
    ['a tax of 0 without a reason', { exemption: ' ' }, 1150],
    ['an e-Arşiv invoice to a registered receiver', { buyerTaxId: REGISTERED, profile: 'EARSIVFATURA' }, 1180],
    ['a receiver whose mailbox is closed', { buyerTaxId: REFUSED_COMPANY.taxId }, 1181],
  ])('the authority refuses %s', async (_what, options, code) => {
    expect(await decisionOn(options)).toEqual({ outcome: 'refused', code });
  });

  it('the authority accepts a final consumer without an id, and a registered receiver', async () => {
    expect(await decisionOn({ buyerTaxId: '11111111111' })).toMatchObject({ outcome: 'accepted' });
    const second = { ettn: OTHER_ETTN, number: 'EFA2026000000001', buyerTaxId: REGISTERED };
    expect((await transmit(ubl(second))).status).toBe(202);
    expect(await decided(OTHER_ETTN)).toMatchObject({ status: 'accepted' });
  });

  it.each([
    ['doctype-forbidden', `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${ubl().replace(/^<\?xml.*\?>/, '')}`],
    ['xml-malformed', ubl().slice(0, -12)],
    ['not-an-invoice', '<Invoice/>'],
    ['number-invalid', ubl({ number: 'EAR26-1' })],
    ['ettn-invalid', ubl({ ettn: 'x' })],
    ['header-mismatch', ubl()],
  ])('refuses the form with 422 %s and keeps nothing', async (code, xml) => {
    const { status: answered, body } = await send(xml, { 'x-invoice-number': 'EAR2026000000009', 'x-ettn': ETTN });
    expect([answered, body['code']]).toEqual([422, code]);
    expect(await sandbox.ledger('integrator')).toEqual([]);
  });

  it('lookup-lag hides a young invoice, decide/refuse lets the authority refuse by rule, cut-after cuts', async () => {
    await sandbox.fault({
      target: 'integrator',
      operation: 'decide',
      kind: 'refuse',
      code: '1160',
      match: { orderNumber: '001-1-1-1' },
    });
    await sandbox.fault({
      target: 'integrator',
      operation: 'transmit',
      kind: 'cut-after',
      times: 1,
      match: { orderNumber: '001-1-1-1' },
    });
    await expect(transmit(ubl())).rejects.toThrow('fetch failed');
    await sandbox.fault({ target: 'integrator', operation: 'status', kind: 'lookup-lag', ms: 60_000, times: 1 });
    expect((await status(ETTN)).status).toBe(404);
    expect(await decided()).toMatchObject({ status: 'refused', code: 1160 });
  });

  it('knows no invoice that was never sent', async () => {
    const { status: answered, body } = await status(ETTN);
    expect([answered, body['code']]).toEqual([404, 'invoice-not-found']);
  });
});
