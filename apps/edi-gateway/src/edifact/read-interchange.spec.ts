import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../fixtures/at-once.js';
import { bytesOf, envelope, message, orders, ordersBody, ordersFile } from '../fixtures/interchange.js';
import type { Interchange } from './interchange.js';
import { MAX_MESSAGE_BYTES, MAX_MESSAGE_SEGMENTS, MAX_MESSAGES } from './envelope-reader.js';
import { readInterchange } from './read-interchange.js';

const read = (segments: readonly string[]): Interchange => atOnce(readInterchange(bytesOf(segments)));
const brief = ({ faults }: Pick<Interchange, 'faults'>) =>
  faults.map(({ code, tag, segment, element }) => [code, tag, segment, element]);

/** An interchange of two groups with a message each. */
function grouped(): string[] {
  const group = (reference: string) => [
    `UNG+ORDERS+8690000000012:14+8690000000029:14+261120:1030+${reference}+UN+D:96A`,
    ...message(ordersBody(), reference),
    `UNE+1+${reference}`,
  ];
  return envelope([group('1'), group('2')]);
}

describe('an interchange that is in order', () => {
  it('tells who sends what to whom', () => {
    const { header, messages, faults, groups } = read(orders());
    expect(faults).toEqual([]);
    expect(groups).toEqual([]);
    expect(header).toMatchObject({
      characterSet: 'UNOC',
      syntaxVersion: '3',
      sender: ['8690000000012', '14'],
      recipient: ['8690000000029', '14'],
      reference: 'KRV0001',
      test: false,
    });
    expect(messages).toMatchObject([
      { reference: '1', position: 1, faults: [], type: { type: 'ORDERS', version: 'D', release: '96A', agency: 'UN' } },
    ]);
  });

  it('may be a test', () => {
    for (const kind of ['1', '2', '3', '4']) expect(read(orders({ more: `++++++${kind}` })).header?.test).toBe(true);
    expect(read(orders({ more: '++++++0' })).header?.test).toBe(false);
  });

  it('may have functional groups', () => {
    const { groups, messages, faults } = read(grouped());
    expect(faults).toEqual([]);
    expect(groups).toMatchObject([
      { reference: '1', faults: [] },
      { reference: '2', faults: [] },
    ]);
    expect(messages.map(({ group, faults: found }) => [group, found])).toEqual([
      [0, []],
      [1, []],
    ]);
  });

  it('may change every service character', () => {
    const text = bytesOf(orders()).toString('latin1').replaceAll("?'", '\u0001');
    const changed = text.replaceAll(':', '=').replaceAll('+', '*').replaceAll("'", '~').replaceAll('\u0001', "'");
    const { messages, faults, characters } = atOnce(readInterchange(Buffer.from(`UNA=*,? ~${changed}`)));
    expect([faults, characters.decimal]).toEqual([[], ',']);
    expect(messages[0]?.segments.find(({ elements }) => elements[2]?.[3]?.startsWith("O'BRIEN"))).toBeDefined();
  });

  it('may begin with a byte order mark where it is UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), ordersFile({ set: 'UNOW' })]);
    expect(atOnce(readInterchange(bytes)).faults).toEqual([]);
    expect(brief(atOnce(readInterchange(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), ordersFile()]))))).toEqual([
      ['21', undefined, 0, undefined],
    ]);
  });
});

describe('an interchange is refused as a whole', () => {
  const changed = (change: (segments: string[]) => string[]) => brief(read(change(orders())));

  it.each([
    ['has no UNZ', (all: string[]) => all.slice(0, -1), ['13', 'UNZ', 22, undefined]],
    ['counts its messages wrong', (all: string[]) => [...all.slice(0, -1), 'UNZ+2+KRV0001'], ['29', 'UNZ', 22, 2]],
    ['counts no number', (all: string[]) => [...all.slice(0, -1), 'UNZ+0x1+KRV0001'], ['29', 'UNZ', 22, 2]],
    ['ends with another reference', (all: string[]) => [...all.slice(0, -1), 'UNZ+1+KRV0002'], ['28', 'UNZ', 22, 3]],
    ['goes on after UNZ', (all: string[]) => [...all, 'UNH+2+ORDERS:D:96A:UN'], ['33', 'UNH', 23, undefined]],
    ['begins twice', (all: string[]) => [all[0]!, ...all], ['33', 'UNB', 2, undefined]],
    ['has no message', ([unb]: string[]) => [unb!, 'UNZ+0+KRV0001'], ['32', 'UNZ', 2, undefined]],
    [
      'has a segment outside of messages',
      ([unb, ...rest]: string[]) => [unb!, 'FTX+AAI', ...rest],
      ['33', 'FTX', 2, undefined],
    ],
    [
      'ends a message that is none',
      ([unb, ...rest]: string[]) => [unb!, 'UNT+1+1', ...rest],
      ['33', 'UNT', 2, undefined],
    ],
    [
      'ends a group that is none',
      (all: string[]) => [...all.slice(0, -1), 'UNE+1+1', all.at(-1)!],
      ['33', 'UNE', 22, undefined],
    ],
    [
      'names no recipient',
      ([unb, ...rest]: string[]) => [unb!.replace('8690000000029:14', ''), ...rest],
      ['13', 'UNB', 1, 4],
    ],
    ['has no date', ([unb, ...rest]: string[]) => [unb!.replace('261120:1030', 'X'), ...rest], ['12', 'UNB', 1, 5]],
    [
      'has an unknown character set',
      ([unb, ...rest]: string[]) => [unb!.replace('UNOC', 'UNOX'), ...rest],
      ['2', 'UNB', 1, 2],
    ],
    [
      'has an unknown syntax version',
      ([unb, ...rest]: string[]) => [unb!.replace(':3+', ':9+'), ...rest],
      ['2', 'UNB', 1, 2],
    ],
  ])('that %s', (_what, change, fault) => {
    expect(changed(change)[0]).toEqual(fault);
  });

  it('that has too long a control reference', () => {
    expect(brief(read(orders({ reference: 'A'.repeat(15) })))).toEqual([['39', 'UNB', 1, 6]]);
  });

  it('that mixes messages in groups with messages without', () => {
    const [unb, ...rest] = grouped();
    expect(brief(read([unb!, ...message(ordersBody(), '9'), ...rest]))[0]).toEqual(['30', 'UNG', 22, undefined]);
    expect(brief(read([...grouped().slice(0, -1), ...message(ordersBody(), '9'), 'UNZ+2+KRV0001']))[0]?.[0]).toBe('30');
  });

  it('that has too many messages', () => {
    const messages = Array.from({ length: MAX_MESSAGES + 1 }, (_, index) => message(['BGM+220'], String(index)));
    expect(read(envelope(messages)).faults).toMatchObject([{ problem: 'edi-limit' }]);
  });

  it('that has too many groups', () => {
    const groups = Array.from({ length: MAX_MESSAGES + 1 }, (_, index) => [`UNG+ORDERS++++${index}`, `UNE+0+${index}`]);
    expect(read(envelope([...groups, message(['BGM+220'])])).faults[0]).toMatchObject({ problem: 'edi-limit', tag: 'UNG' });
  });

  it.each([
    ['too many segments', Array.from({ length: MAX_MESSAGE_SEGMENTS }, () => 'FTX+AAI')],
    ['too many bytes', Array.from({ length: MAX_MESSAGE_BYTES / 10_000 }, () => `FTX+AAI+${'X'.repeat(10_000)}`)],
  ])('that has a message of %s', (_what, body) => {
    expect(read(envelope([message(body)])).faults).toMatchObject([{ problem: 'edi-limit', tag: 'UNT' }]);
  });

  it('by its UNA, and its sender can still be told', () => {
    const { header, faults } = atOnce(readInterchange(Buffer.concat([Buffer.from("UNAA+.? '"), ordersFile()])));
    expect(faults[0]).toMatchObject({ code: '20', tag: 'UNA', segment: 0, offset: 3 });
    expect(header?.reference).toBe('KRV0001');
  });

  it.each(['', 'hello', "BGM+220'", 'UNB', "UNB+UNOC:3'", "UNA:+.? '", '\0\0\0', '<?xml version="1.0"?>', 'MZ\x90\0'])(
    'without a header that can be answered: %j',
    (text) => {
      const { header, faults, messages } = atOnce(readInterchange(Buffer.from(text, 'latin1')));
      expect([header, messages]).toEqual([undefined, []]);
      expect(faults).toMatchObject([{ problem: 'edi-syntax', code: '13' }]);
    },
  );

  it('never fails otherwise, whatever bytes follow a header', () => {
    const tags = [
      'UNH+1+ORDERS:D:96A:UN',
      'UNT+1+1',
      'UNG+ORDERS',
      'UNE+1+1',
      'UNZ+1+KRV0001',
      'BGM+220',
      'UNB+UNOC:3',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...tags), fc.string()), { maxLength: 12 }), (rest) => {
        const [unb] = orders();
        const text = [unb, ...rest].join("'");
        expect(atOnce(readInterchange(Buffer.from(text))).faults).toBeDefined();
      }),
    );
  });
});

describe('a message is refused, and no other', () => {
  const twoWith = (body: readonly string[]) => {
    const { faults, messages } = read(envelope([body, message(ordersBody({ order: 'PO-18' }), '2')]));
    expect([faults, messages[1]?.faults]).toEqual([[], []]);
    return messages[0]!.faults.map(({ code, tag, segmentInMessage, element }) => [
      code,
      tag,
      segmentInMessage,
      element,
    ]);
  };
  const whole = message(ordersBody());

  it.each([
    ['counts its segments wrong', [...whole.slice(0, -1), 'UNT+99+1'], ['29', 'UNT', whole.length, 2]],
    ['ends with another reference', [...whole.slice(0, -1), `UNT+${whole.length}+7`], ['28', 'UNT', whole.length, 3]],
    ['does not end', whole.slice(0, -1), ['13', 'UNT', whole.length, undefined]],
    ['has a byte of no meaning', message(['BGM+220+A\u00a0', 'FTX+AAI+\u0007']), ['21', 'FTX', 3, 3]],
    ['has a segment without a tag', message(['BGM+220', '+1']), ['12', undefined, 3, undefined]],
    ['has no reference', message(ordersBody(), ''), ['13', 'UNH', 1, 2]],
  ])('that %s', (_what, segments, fault) => {
    const [found] = atOnce(readInterchange(
      Buffer.from(
        envelope([segments, message(ordersBody(), '2')])
          .map((one) => `${one}'`)
          .join(''),
        'latin1',
      ),
    )).messages[0]!.faults;
    expect([found?.code, found?.tag, found?.segmentInMessage, found?.element]).toEqual(fault);
  });

  it('that has the reference of another', () => {
    const { messages, faults } = read(envelope([whole, message(ordersBody())]));
    expect(faults).toEqual([]);
    expect(messages.map((one) => brief(one))).toEqual([[], [['26', 'UNH', 22, 2]]]);
  });

  it('and the one after a message without end is read', () => {
    expect(twoWith(whole.slice(0, -1))).toEqual([['13', 'UNT', whole.length, undefined]]);
  });

  it('that is of another kind than its group says', () => {
    const segments = grouped().map((segment) => segment.replace('+UN+D:96A', '+UN+D:96B'));
    expect(read(segments).messages.map((one) => brief(one))).toEqual([[['12', 'UNH', 3, 3]], [['12', 'UNH', 25, 3]]]);
  });
});

describe('a functional group is refused', () => {
  it.each([
    ['counts its messages wrong', 'UNE+3+1', '29'],
    ['ends with another reference', 'UNE+1+3', '28'],
  ])('that %s', (_what, une, code) => {
    const { groups, faults } = read(grouped().map((segment) => (segment === 'UNE+1+1' ? une : segment)));
    expect(faults).toEqual([]);
    expect(groups.map((group) => brief(group).map(([found]) => found))).toEqual([[code], []]);
  });

  it('that has no message', () => {
    const segments = grouped().map((segment) => (segment === 'UNE+1+1' ? 'UNE+0+1' : segment));
    const { groups, faults } = read(segments.filter((_, index) => index < 2 || segments.indexOf('UNE+0+1') <= index));
    expect(faults).toEqual([]);
    expect(groups.map((group) => brief(group).map(([found]) => found))).toEqual([['32'], []]);
  });

  it('that does not end', () => {
    const { groups, faults } = read(grouped().filter((segment) => segment !== 'UNE+1+1'));
    expect(faults).toEqual([]);
    expect(groups.map((group) => brief(group).map(([found]) => found))).toEqual([['13'], []]);
  });
});
