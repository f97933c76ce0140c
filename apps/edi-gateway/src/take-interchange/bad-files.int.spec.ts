import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bytesOf,
  envelope,
  message,
  orders,
  ordersBody,
  ordersFile,
  type OrdersText,
} from '../fixtures/interchange.js';
import { runningEdiGateway, type RunningEdiGateway } from '../fixtures/running-edi-gateway.js';

type Change = (segments: string[]) => string[];
interface Expected {
  readonly code: string;
  readonly segment?: number;
  readonly tag?: string;
  readonly offset?: number;
  readonly status?: number;
  readonly limitBytes?: number;
}

const BIG = 100_000;

describe('a file that cannot be taken', () => {
  let edi: RunningEdiGateway;
  let last = 0;

  beforeAll(async () => {
    edi = await runningEdiGateway({ env: { EDI_EMPTY_WAIT_MS: '1', EDI_MAX_FILE_BYTES: '8000000' } });
  });
  afterAll(() => edi.stop());

  /** What the file of a reference was answered, from UCI to the last segment before UNT. */
  async function answerTo(reference: string): Promise<string> {
    const name = await eventually('answered', async () =>
      (await edi.names('outbox')).find((one) => one.startsWith(`contrl-${reference}-`)),
    );
    const text = await readFile(join(edi.folder('outbox'), name), 'latin1');
    return text.slice(text.indexOf('UCI+'), text.lastIndexOf('UNT+'));
  }

  async function nothingIsRecorded(): Promise<void> {
    const { rows } = await edi.database.query('SELECT (SELECT count(*) FROM edi_order)::int AS orders');
    expect([rows[0], edi.published]).toEqual([{ orders: 0 }, []]);
  }

  const made =
    (text: OrdersText, change: Change = (all) => all): ((reference: string) => Buffer) =>
    (reference) =>
      bytesOf(change(orders({ ...text, reference })));
  const latin1 =
    (change: (text: string) => string): ((reference: string) => Buffer) =>
    (reference) =>
      Buffer.from(change(ordersFile({ reference }).toString('latin1')), 'latin1');

  const from = '8690000000012:14';
  const to = '8690000000029:14';
  const all7 = 'UCM+1+ORDERS:D:96A:UN:EAN008+4';

  it.each<[string, (reference: string) => Buffer, Expected, string]>([
    [
      'without UNZ',
      made({}, (all) => all.slice(0, -1)),
      { code: 'edi-envelope', segment: 22, tag: 'UNZ' },
      `+${from}+${to}+4+13+UNZ'`,
    ],
    [
      'with a wrong UNT count',
      made({}, (all) => all.map((one) => one.replace(/^UNT\+20/, 'UNT+21'))),
      { code: 'edi-envelope', segment: 21, tag: 'UNT' },
      `+${from}+${to}+7'${all7}+29+UNT+2'UCS+20'UCD+29+2'`,
    ],
    [
      'with another reference in UNZ',
      made({}, (all) => [...all.slice(0, -1), 'UNZ+1+X']),
      { code: 'edi-envelope', segment: 22, tag: 'UNZ' },
      `+${from}+${to}+4+28+UNZ+3'`,
    ],
    [
      'with another reference in UNT',
      made({}, (all) => all.map((one) => one.replace(/^(UNT\+20)\+1/, '$1+2'))),
      { code: 'edi-envelope', segment: 21, tag: 'UNT' },
      `+${from}+${to}+7'${all7}+28+UNT+3'UCS+20'UCD+28+3'`,
    ],
    [
      'with a letter in UNA',
      latin1((text) => `UNAA+.? '${text}`),
      { code: 'edi-envelope', segment: 0, tag: 'UNA', offset: 3 },
      `+${from}+${to}+4+20+UNA'`,
    ],
    [
      'with one character six times in UNA',
      latin1((text) => `UNA''''''${text}`),
      { code: 'edi-envelope', segment: 0, tag: 'UNA' },
      `+${from}+${to}+4+20+UNA'`,
    ],
    [
      'of an unknown message',
      (reference) => bytesOf(envelope([message(['BGM+380'], '1', 'INVOIC:D:97B:UN')], { reference })),
      { code: 'edi-unknown-message', segment: 2, tag: 'UNH' },
      `+${from}+${to}+7'UCM+1+INVOIC:D:97B:UN+4+17+UNH+3:1'UCS+1'UCD+17+3:1'`,
    ],
    [
      'of an unknown version',
      (reference) => bytesOf(envelope([message(ordersBody(), '1', 'ORDERS:D:01B:UN')], { reference })),
      { code: 'edi-unknown-message', segment: 2, tag: 'UNH' },
      `+${from}+${to}+7'UCM+1+ORDERS:D:01B:UN+4+17+UNH+3:2'UCS+1'UCD+17+3:2'`,
    ],
    [
      'of an unknown partner',
      made({ from: '8690000000036:14' }),
      { code: 'edi-unknown-partner', segment: 1, tag: 'UNB' },
      `+8690000000036:14+${to}+4+23+UNB+3'`,
    ],
    [
      'for another recipient',
      made({ to: '8690000000036:14' }),
      { code: 'edi-unknown-partner', segment: 1, tag: 'UNB' },
      `+${from}+8690000000036:14+4+7+UNB+4'`,
    ],
    [
      'from a GLN with a wrong check digit',
      made({ from: '8690000000013:14' }),
      { code: 'edi-unknown-partner', segment: 1, tag: 'UNB' },
      `+8690000000013:14+${to}+4+12+UNB+3'`,
    ],
    [
      'that ends with a release character',
      latin1((text) => `${text.slice(0, -1)}?`),
      { code: 'edi-syntax', segment: 22, tag: 'UNZ' },
      `+${from}+${to}+4+22+UNZ+3'`,
    ],
    [
      'with NUL',
      latin1((text) => text.replace('ZEYTIN', 'Z\0YTIN')),
      { code: 'edi-syntax', segment: 12, tag: 'IMD' },
      `+${from}+${to}+7'${all7}'UCS+11'UCD+21+4:4'`,
    ],
    [
      'with a byte that its set lacks',
      latin1((text) => text.replace('ZEYTIN', 'Z\x85YTIN')),
      { code: 'edi-syntax', segment: 12, tag: 'IMD' },
      `+${from}+${to}+7'${all7}'UCS+11'UCD+21+4:4'`,
    ],
    [
      'with a segment of 1 MB',
      latin1((text) => text.replace('ZEYTIN', 'Z'.repeat(1_000_000))),
      { code: 'edi-limit', segment: 12, status: 413 },
      `+${from}+${to}+4+39'`,
    ],
    [
      'of a million segments',
      latin1((text) => text.replace('BGM', "FTX+AAI'".repeat(900_000).slice(0, -1) + "'BGM")),
      { code: 'edi-limit', segment: BIG + 1, status: 413 },
      `+${from}+${to}+4+18'`,
    ],
  ])('%s: is refused, answered and told with its place', async (_what, make, expected, told) => {
    const reference = `BAD${(last += 1)}`;
    const { end, problem } = await edi.deliver(`${reference}.edi`, make(reference));
    expect(end).toBe('rejected');
    expect(problem).toMatchObject({ status: 422, recorded: 'nothing', ...expected });
    expect(problem?.offset).toEqual(expect.any(Number));
    expect(Object.keys(problem!)).toEqual(
      expect.arrayContaining(['type', 'title', 'detail', 'whatToDo', 'correlationId', 'errors']),
    );
    expect(await answerTo(reference)).toBe(`UCI+${reference}${told}`);
    await nothingIsRecorded();
  });

  it.each<[string, Buffer, Expected]>([
    ['that is empty', Buffer.alloc(0), { code: 'edi-empty-file' }],
    [
      'that is too large',
      Buffer.alloc(8_000_001, 'A'),
      { code: 'edi-file-too-large', status: 413, limitBytes: 8_000_000 },
    ],
    ['that is a program', Buffer.from('MZ\x90\0\x03', 'latin1'), { code: 'edi-syntax', segment: 1, offset: 0 }],
    ['that is XML', Buffer.from('<Order/>'), { code: 'edi-syntax', segment: 1, offset: 0 }],
    ['without a control reference', bytesOf(orders({ reference: '' })), { code: 'edi-syntax', segment: 1, offset: 0 }],
  ])('%s: is put aside with its problem, and nobody can be answered', async (_what, content, expected) => {
    const before = await edi.names('outbox');
    const { end, problem } = await edi.deliver(`bad${(last += 1)}.exe`, content);
    expect(end).toBe('rejected');
    expect(problem).toMatchObject({ recorded: 'nothing', ...expected });
    await nothingIsRecorded();
    const { rows } = await edi.database.query('SELECT FROM edi_acknowledgement WHERE written_at IS NULL');
    expect([rows, await edi.names('outbox')]).toEqual([[], before]);
  });

  it.each<[string, string, Expected]>([
    ['of 5,000 characters', 'R'.repeat(5_000), { code: 'edi-envelope', segment: 1, tag: 'UNB' }],
    ['with NUL', 'R\0R', { code: 'edi-syntax', segment: 1, tag: 'UNB' }],
    ['with path separators', '../../R', { code: 'edi-envelope', segment: 22, tag: 'UNZ' }],
  ])(
    'under a control reference %s: is refused, and answered under a plain name',
    async (_what, reference, expected) => {
      const wrong = orders({ reference })
        .slice(0, -1)
        .map((segment) => `${segment}'`)
        .join('');
      const before = await edi.names('outbox');
      const { end, problem } = await edi.deliver(
        `reference${(last += 1)}.edi`,
        Buffer.from(`${wrong}UNZ+1+X'`, 'latin1'),
      );
      expect([end, problem]).toMatchObject(['rejected', expected]);
      const [name] = await eventually('answered', async () => {
        const more = (await edi.names('outbox')).filter((one) => !before.includes(one));
        return more.length > 0 && more;
      });
      expect(name).toMatch(/^contrl-[A-Z_]{1,14}-\d{14}\.edi$/);
      await nothingIsRecorded();
    },
  );

  it('tells no value of it in a log line', async () => {
    await edi.deliver('canary.edi', latin1((text) => text.replace('ZEYTIN', 'CANARY\0'))('CANARYREF'));
    await answerTo('CANARYREF');
    expect(edi.logged()).toContain('"msg":"interchange"');
    expect(edi.logged()).not.toContain('CANARY');
  });
});
