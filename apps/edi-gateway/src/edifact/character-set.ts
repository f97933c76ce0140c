/** The syntax identifiers (UNB, 0001) that we read, each with the encoding of its bytes. */
const encodings = {
  /** ISO 646 without lower case. */
  UNOA: 'ascii',
  /** ISO 646. */
  UNOB: 'ascii',
  UNOC: 'iso-8859-1',
  UNOD: 'iso-8859-2',
  UNOE: 'iso-8859-5',
  UNOF: 'iso-8859-7',
  UNOG: 'iso-8859-3',
  UNOH: 'iso-8859-4',
  UNOI: 'iso-8859-6',
  UNOJ: 'iso-8859-8',
  /** Turkish. */
  UNOK: 'iso-8859-9',
  /** ISO 10646-1 as UTF-8. */
  UNOW: 'utf-8',
} as const;

/** A syntax identifier of ISO 9735: which characters an interchange is written in. */
export type CharacterSet = keyof typeof encodings;

/** Every syntax identifier that we read. */
export const characterSets = Object.keys(encodings) as [CharacterSet, ...CharacterSet[]];

/** Whether we read that syntax identifier. */
export function isCharacterSet(text: string): text is CharacterSet {
  return Object.hasOwn(encodings, text);
}

/** Reads the bytes of one character set, and knows which of them it has. */
export interface Alphabet {
  /** 1 for each byte that may be in a value; of a set of several bytes a character, that may be a part of one. */
  readonly has: Uint8Array;
  /**
   * The text of bytes that are each told by {@link has}, given one character a byte.
   *
   * @returns undefined when they are no text of the set.
   */
  text(bytes: string): string | undefined;
  /** The bytes of a text. @returns undefined when the set lacks a character of it. */
  bytes(text: string): Buffer | undefined;
}

const [SPACE, DELETE, NBSP] = [0x20, 0x7f, 0xa0];
const LEVEL_A = new Set(`ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-()/='+:?!"%&*;<>`);
const LEVEL_B = new Set([...LEVEL_A, ...'abcdefghijklmnopqrstuvwxyz']);
const ONLY_ASCII = /^[\x20-\x7e]*$/;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\x00-\x1f\x7f-\x9f]/;

const alphabets = new Map<CharacterSet, Alphabet>();

/** The alphabet of a syntax identifier. ISO 9735 has no control characters in values; level A and B list theirs. */
export function alphabetOf(set: CharacterSet): Alphabet {
  const known = alphabets.get(set) ?? makeAlphabet(set);
  alphabets.set(set, known);
  return known;
}

function makeAlphabet(set: CharacterSet): Alphabet {
  if (set === 'UNOA' || set === 'UNOB') return listed(set === 'UNOA' ? LEVEL_A : LEVEL_B);
  return set === 'UNOW' ? utf8() : singleByte(encodings[set]);
}

/** The bytes as a table. */
function table(bytes: Iterable<number>): Uint8Array {
  const has = new Uint8Array(256);
  for (const byte of bytes) has[byte] = 1;
  return has;
}

function listed(characters: ReadonlySet<string>): Alphabet {
  return {
    has: table([...characters].map((one) => one.charCodeAt(0))),
    text: (bytes) => bytes,
    bytes: (text) => ([...text].every((one) => characters.has(one)) ? Buffer.from(text, 'latin1') : undefined),
  };
}

function singleByte(encoding: string): Alphabet {
  const decoder = new TextDecoder(encoding);
  const byteOf = new Map<string, number>();
  for (let byte = SPACE; byte <= 0xff; byte += 1) {
    const character = decoder.decode(Uint8Array.of(byte));
    if ((byte < DELETE || byte >= NBSP) && character !== '\ufffd') byteOf.set(character, byte);
  }
  return {
    has: table(byteOf.values()),
    text: (bytes) => (ONLY_ASCII.test(bytes) ? bytes : decoder.decode(Buffer.from(bytes, 'latin1'))),
    bytes(text) {
      const bytes = [...text].map((one) => byteOf.get(one));
      return bytes.every((byte) => byte !== undefined) ? Buffer.from(bytes) : undefined;
    },
  };
}

function utf8(): Alphabet {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return {
    has: table(Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte >= SPACE && byte !== DELETE)),
    text(bytes) {
      if (ONLY_ASCII.test(bytes)) return bytes;
      try {
        const text = decoder.decode(Buffer.from(bytes, 'latin1'));
        return CONTROL.test(text) ? undefined : text;
      } catch {
        return undefined;
      }
    },
    bytes: (text) => (text.isWellFormed() && !CONTROL.test(text) ? Buffer.from(text) : undefined),
  };
}
