import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alphabetOf, type CharacterSet, characterSets } from './character-set.js';
import { MAX_SEGMENT_BYTES, MAX_SEGMENTS, readSegments } from './read-segments.js';
import { type Segment, valueOf } from './segment.js';
import { DEFAULT_SERVICE_CHARACTERS, readServiceString, type ServiceCharacters } from './service-characters.js';
import { Unreadable } from './syntax-fault.js';
import { type SegmentText, writeSegment } from './write-segment.js';

const { repetition: _, ...plain } = DEFAULT_SERVICE_CHARACTERS;

function read(text: string, set: CharacterSet = 'UNOC', characters: ServiceCharacters = plain): Segment[] {
  return [...readSegments(text, 0, characters, alphabetOf(set))];
}

function unreadable(text: string): Unreadable['fault'] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof Unreadable) return error.fault;
  }
  throw new Error('it was read');
}

describe('segments', () => {
  it('are tag, elements and components, whatever lies between them', () => {
    expect(read("BGM+220+PO-1+9'\r\n DTM+137:20261120:102'")).toEqual([
      { tag: 'BGM', elements: [['220'], ['PO-1'], ['9']], number: 1, offset: 0 },
      { tag: 'DTM', elements: [['137', '20261120', '102']], number: 2, offset: 18 },
    ]);
  });

  it('keep a name that looks like structure as text', () => {
    const name = "A'UNT+2+1'";
    expect(writeSegment(['IMD', 'F', '', ['', '', '', name]])).toBe("IMD+F++:::A?'UNT?+2?+1?''");
    const [segment, ...more] = read(writeSegment(['IMD', 'F', '', ['', '', '', name]]));
    expect([valueOf(segment, 3, 4), more]).toEqual([name, []]);
  });

  it('give any text back that was written, in every character set and with any service characters', { timeout: 30_000 }, () => {
    const marks = fc.uniqueArray(fc.constantFrom(...'!#$%&()*+-/:;<=>?@[]^_{|}~'), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.constantFrom(...characterSets.filter((set) => set !== 'UNOA')),
        marks,
        fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
        (set, [component, element, release, terminator], values) => {
          const alphabet = alphabetOf(set);
          const fits = values.map((parts) =>
            parts.map((part) => [...part].filter((one) => alphabet.bytes(one)).join('')),
          );
          const una = readServiceString(`UNA${component}${element}.${release} ${terminator}`, 0);
          expect(una.fault).toBeUndefined();
          const text = writeSegment(['FTX', ...fits] as SegmentText, una.characters);
          const bytes = alphabet.bytes(text);
          if (!bytes) return; // level B has not every mark
          const [segment, ...more] = read(bytes.toString('latin1'), set, una.characters);
          expect(more).toEqual([]);
          expect(segment?.fault).toBeUndefined();
          for (const [at, parts] of fits.entries()) {
            for (const [index, part] of parts.entries()) expect(valueOf(segment, at + 1, index + 1)).toBe(part);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never fail on any bytes otherwise than by telling where they cannot be read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          read(Buffer.from(bytes).toString('latin1'));
        } catch (error) {
          expect(error).toBeInstanceOf(Unreadable);
        }
      }),
    );
  });

  it.each([
    ['ğışİĞŞ', 'UNOK', [0xf0, 0xfd, 0xfe, 0xdd, 0xd0, 0xde]],
    ['ğışİ', 'UNOW', [0xc4, 0x9f, 0xc4, 0xb1, 0xc5, 0x9f, 0xc4, 0xb0]],
    ['öüçÖÜÇ', 'UNOC', [0xf6, 0xfc, 0xe7, 0xd6, 0xdc, 0xc7]],
    ['ΕΛ', 'UNOF', [0xc5, 0xcb]],
  ] as const)('read %s in %s', (name, set, bytes) => {
    const text = Buffer.from([...Buffer.from('IMD+'), ...bytes, ...Buffer.from("'")]).toString('latin1');
    expect(valueOf(read(text, set)[0], 1)).toBe(name);
    expect([...alphabetOf(set).bytes(name)!]).toEqual(bytes);
  });

  it.each([
    ['lower case in UNOA', 'IMD+Zey', 'UNOA', 5],
    ['a byte above 127 in UNOB', 'IMD+A\xfe', 'UNOB', 5],
    ['NUL', 'IMD+A\0B', 'UNOC', 5],
    ['NUL behind a release character', 'IMD+A?\0B', 'UNOC', 6],
    ['a line end within a value', 'IMD+A\nB', 'UNOC', 5],
    ['a control character of the upper half', 'IMD+A\x85', 'UNOK', 5],
    ['a cut character in UTF-8', 'IMD+A\xc4', 'UNOW', 4],
    ['a byte that the set leaves free', 'IMD+\xa5', 'UNOG', 4],
  ] as const)('tell %s with its place', (_what, text, set, offset) => {
    const [segment] = read(`${text}'`, set);
    expect(segment?.fault).toMatchObject({ problem: 'edi-syntax', code: '21', tag: 'IMD', element: 2, offset });
  });

  it('cannot be read when the file ends in the middle', () => {
    expect(unreadable("UNB+UNOC:3'BGM+1?")).toMatchObject({
      code: '22',
      segment: 2,
      tag: 'BGM',
      element: 2,
      offset: 16,
    });
    expect(unreadable("UNB+UNOC:3'BGM+1")).toMatchObject({ code: '13', segment: 2, offset: 16 });
  });

  it('have limits', () => {
    expect(unreadable(`FTX+${'A'.repeat(1_000_000)}'`)).toMatchObject({ problem: 'edi-limit', code: '39', segment: 1 });
    expect(read(`FTX+${'A'.repeat(MAX_SEGMENT_BYTES - 5)}'`)).toHaveLength(1);
    const many = "UNS+S'".repeat(1_000_000);
    expect(unreadable(many)).toMatchObject({ problem: 'edi-limit', code: '18', segment: MAX_SEGMENTS + 1 });
  });

  it.each([
    ["li+1'", '12'],
    ["LINE+1'", '12'],
    ["+1'", '12'],
    ["LIN:1+1'", '34'],
  ])('tell that %s has no plain tag', (text, code) => {
    expect(read(text)[0]?.fault).toMatchObject({ code, segment: 1, offset: 0 });
  });

  it('tell a repetition in version 4, and take the same character as text before', () => {
    expect(read("FTX+A*B'", 'UNOC', DEFAULT_SERVICE_CHARACTERS)[0]?.fault?.code).toBe('35');
    expect(valueOf(read("FTX+A*B'")[0], 1)).toBe('A*B');
  });
});

describe('UNA', () => {
  const una = (six: string) => readServiceString(`UNA${six}UNB`, 0);

  it.each(['*=.? ~', "+:.? '", ":+,? '", ':+.? \n', '\x1f\x1d.? \x1c', ":+.  '", ":+.?*'"])('may be %j', (six) => {
    const { fault, end } = una(six);
    expect([fault, end]).toEqual([undefined, 9]);
  });

  it.each([
    ["A+.? '", '20', 3],
    ["++.? '", '20', 4],
    ["''''''", '20', 3],
    [":1.? '", '20', 4],
    [':+.? \0', '20', 8],
    [":+.?+'", '20', 7],
    [':+.? .', '20', 8],
    [":+;? '", '19', 5],
    [": .? '", '20', 4],
    [":\xe9.? '", '20', 4],
    [':+', '20', 5],
  ])('is not understood as %j', (six, code, offset) => {
    expect(readServiceString(`UNA${six}`, 0).fault).toMatchObject({
      problem: 'edi-envelope',
      code,
      tag: 'UNA',
      offset,
    });
  });

  it('is not needed', () => {
    expect(readServiceString('UNB', 0)).toEqual({ characters: DEFAULT_SERVICE_CHARACTERS, end: 0 });
  });
});
