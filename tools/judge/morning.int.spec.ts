import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PARENT_SPAN_ID, TRACE_ID } from './fixtures/outside-world.js';
import { SandboxProcess } from './fixtures/sandbox-process.js';
import { SoundPlatform } from './fixtures/sound-platform.js';
import { judge, type Verdict } from './judge.js';

const SALES = 120;

describe('the judge on a morning of the real sandbox', () => {
  const platform = new SoundPlatform();
  let sandbox: SandboxProcess;

  beforeAll(async () => {
    await platform.open();
    sandbox = await SandboxProcess.start(platform.url);
    platform.connect(sandbox.url, sandbox.ediDir);
    await play();
  });

  afterAll(async () => {
    platform.disconnect();
    await sandbox.remove();
    await platform.close();
  });

  async function play(): Promise<void> {
    const body = JSON.stringify({ sales: SALES, rate: 500 });
    await fetch(`${sandbox.url}/control/morning`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    await vi.waitUntil(
      async () => {
        const response = await fetch(`${sandbox.url}/control/morning`);
        return ((await response.json()) as { state: string }).state === 'done';
      },
      { timeout: 40_000 },
    );
    await platform.atRest();
  }

  function verdict(): Promise<Verdict> {
    const { url } = platform;
    const doors = { posIngestUrl: url, ecommerceUrl: url, ediUrl: `${url}/edi`, bankUrl: url };
    const services = { ...doors, orchestratorUrl: url, einvoiceUrl: url, operatorKey: 'key of the operator' };
    return judge({ sandboxDir: sandbox.ledgers, services, onlySandbox: true });
  }

  async function findingsWith(name: string, doctor: (lines: string[]) => string[]): Promise<string[]> {
    const path = join(sandbox.ledgers, `${name}.jsonl`);
    const original = await readFile(path, 'utf8');
    const doctored = doctor(original.trim().split('\n'));
    await writeFile(path, `${doctored.join('\n')}\n`);
    const { findings } = await judge({ sandboxDir: sandbox.ledgers });
    await writeFile(path, original);
    return findings.map(({ code }) => code);
  }

  it('finds every order where it should be, with the services and by the ledgers alone', async () => {
    const { findings, rows } = await verdict();
    expect(findings).toEqual([]);
    expect((await judge({ sandboxDir: sandbox.ledgers })).findings).toEqual([]);
    const row = (wanted: string) => rows.find(({ kind }) => kind === wanted);
    expect(row('all sales')).toMatchObject({ sent: SALES + 40 + 5, refused: 4 + 3 + 1 });
    expect(row('number sent again, altered')).toMatchObject({ sent: 2, refused: 2 });
    expect(row('others (by hand)')).toBeUndefined();
    expect(row('web shop moda')).toMatchObject({ sent: 22, refused: 1, unpaid: 1, reversed: 3, waiting: 2 });
    expect(row('web shop ev')).toMatchObject({ sent: 18, refused: 2, unpaid: 2, reversed: 3, waiting: 1 });
    expect(row('EDI marketim')).toMatchObject({ sent: 5, completed: 3, refused: 1, unpaid: 1 });
    expect(row('bank transfer')).toMatchObject({ sent: 12, completed: 8, waiting: 4 });
    expect(rows.map(({ kind }) => kind)).toContain('e-archive-consumer');
  });

  it.each([
    ['tills', 'accepted', 'unanswered'],
    ['erp', 'sales-order', 'ledger-line-missing'],
    ['erp', 'payment', 'payment-missing'],
    ['integrator', 'decision', 'decision-missing'],
    ['shops', 'delivered', 'unanswered'],
    ['partner', 'control', 'unanswered'],
    ['bank', 'statement', 'answer-without-statement'],
  ])('finds that a line of %s (%s) is dropped', async (name, word, code) => {
    const drop = (lines: string[]): string[] =>
      lines.toSpliced(
        lines.findIndex((line) => line.includes(`"${word}"`)),
        1,
      );
    expect(await findingsWith(name, drop)).toContain(code);
  });

  it.each(['tills', 'erp', 'integrator', 'shops', 'partner'])('finds that a line of %s is doubled', async (name) => {
    expect(await findingsWith(name, (lines) => [...lines.slice(0, 9), ...lines.slice(8)])).toContain(
      'ledger-line-doubled',
    );
  });

  it('finds one kuruş more in any ledger', async () => {
    for (const name of ['tills', 'erp', 'integrator', 'shops', 'partner', 'bank']) {
      const amount = /"(gross|amount)":"(\d+\.\d)(\d)"/;
      const oneMore = (lines: string[]): string[] => {
        const at = lines.findIndex((line) => amount.test(line));
        return lines.with(at, lines[at]!.replace(amount, plusOne));
      };
      expect(await findingsWith(name, oneMore), name).not.toEqual([]);
    }
  });

  it.each([
    ['a till', '\\d+'],
    ['a shop', 'moda'],
    ['another shop', 'ev'],
    ['the partner', 'marketim'],
  ])('finds an invoice of %s made out to somebody else, in another currency, over other lines', async (_who, prefix) => {
    const ofChannel = new RegExp(`"kind":"transmission".*"orderNumber":"${prefix}-`);
    const changed = (find: RegExp, other: string) => (lines: string[]): string[] => {
      const accepted = new Set(lines.flatMap((line) => /"kind":"decision".*"number":"(\w+)".*"status":"accepted"/.exec(line)?.[1] ?? []));
      const at = lines.findIndex((line) => ofChannel.test(line) && accepted.has(/"number":"(\w+)"/.exec(line)?.[1] ?? ''));
      return lines.with(at, lines[at]!.replace(find, other));
    };
    const findings = (find: RegExp, other: string) => findingsWith('integrator', changed(find, other));
    expect(await findings(/"buyerTaxId":"\d+"/, '"buyerTaxId":"1806625949"')).toEqual(['buyer-differs']);
    expect(await findings(/"buyerName":"[^"]+"/, '"buyerName":"Başkası"')).toEqual(['buyer-differs']);
    expect(await findings(/"currency":"TRY"/, '"currency":"EUR"')).toEqual(['currency-differs']);
    expect(await findings(/"lineAmounts":\["/, '"lineAmounts":["1')).toEqual(['amount-differs']);
  });

  it.each([
    ['a till', '\\d+'],
    ['a shop', 'moda'],
    ['another shop', 'ev'],
    ['the partner', 'marketim'],
  ])('finds an order of %s that is booked on another day', async (_who, prefix) => {
    const paid = new RegExp(`"kind":"payment".*"orderNumber":"(${prefix}-[^"]+)"`);
    const onAnotherDay = (lines: string[]): string[] => {
      const [orderNumber = ''] = lines.flatMap((line) => paid.exec(line)?.[1] ?? []);
      const at = lines.findIndex((line) => line.includes('"kind":"sales-order"') && line.includes(`"${orderNumber}"`));
      return lines.with(at, lines[at]!.replace(/"businessDate":"[^"]+"/, '"businessDate":"2026-01-02"'));
    };
    expect(await findingsWith('erp', onAnotherDay)).toEqual(['content-altered', 'date-differs']);
  });

  it('finds an invoice file that is not what was received', async () => {
    const line = (await readFile(join(sandbox.ledgers, 'integrator.jsonl'), 'utf8')).split('\n')[0] ?? '';
    const { number } = JSON.parse(line) as { number: string };
    const path = join(sandbox.ledgers, 'invoices', `${number}.xml`);
    const original = await readFile(path);
    await appendFile(path, ' ');
    const { findings } = await judge({ sandboxDir: sandbox.ledgers });
    expect(findings).toMatchObject([{ code: 'invoice-file-differs', subject: number }]);
    await writeFile(path, original);
  });

  it('finds nothing after the sandbox was killed and has played the next Z number', async () => {
    await sandbox.killAndRestart();
    platform.connect(sandbox.url, sandbox.ediDir);
    await play();
    expect((await verdict()).findings).toEqual([]);
  });

  it('has a server span of the sandbox for every call, in the trace of its caller', async () => {
    await fetch(`${sandbox.url}/control/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ target: 'erp', operation: 'look-up', kind: 'cut-after' }),
    });
    const traceparent = `00-${TRACE_ID}-${PARENT_SPAN_ID}-01`;
    const headers = { authorization: 'Bearer sandbox-erp-key', traceparent };
    await expect(fetch(`${sandbox.url}/erp/v1/documents?reference=x`, { headers })).rejects.toThrow();
    expect(await sandbox.end()).toBe(0);
    const spans = await sandbox.spans();
    expect(spans.every((span) => span['traceId'] === TRACE_ID && span['parentSpanId'] === PARENT_SPAN_ID)).toBe(true);
    expect(spans.every((span) => span['kind'] === 'server' && span['service'] === 'sandbox')).toBe(true);
    const counted = spans.filter((span) => span['name'] === 'POST /erp/v1/payments').length;
    expect(counted).toBeGreaterThan(0);
    expect(spans.at(-1)).toMatchObject({ name: 'GET /erp/v1/documents', status: { code: 'error' } });
  });
});

function plusOne(_match: string, name: string, rest: string, last: string): string {
  return `"${name}":"${rest}${(Number(last) + 1) % 10}"`;
}
