/** The characters that structure an interchange, in the order in which UNA names them. */
export interface Delimiters {
  readonly component: string;
  readonly element: string;
  readonly decimal: string;
  readonly release: string;
  readonly terminator: string;
}

/** The delimiters that need no UNA (ISO 9735). */
export const STANDARD_DELIMITERS: Delimiters = {
  component: ':',
  element: '+',
  decimal: '.',
  release: '?',
  terminator: "'",
};

/** A segment: its tag, then its elements, each a text or its components. */
export type Segment = readonly [tag: string, ...elements: (string | readonly string[])[]];

/** The repertoires that the partner writes in: ISO 8859-1, ISO 8859-9 and UTF-8. */
export type Repertoire = 'UNOC' | 'UNOK' | 'UNOW';

/** Writes segments behind a UNA, one on a line; a delimiter within a text is released. */
export function writeSegments(segments: readonly Segment[], delimiters: Delimiters): string {
  const { component, element, decimal, release, terminator } = delimiters;
  const special = new Set([component, element, release, terminator]);
  const released = (text: string): string =>
    [...text].map((letter) => (special.has(letter) ? `${release}${letter}` : letter)).join('');
  const written = segments.map(([tag, ...elements]) => {
    const texts = elements.map((each) => [each].flat().map(released).join(component));
    return `${[tag, ...texts].join(element)}${terminator}\n`;
  });
  return `UNA${component}${element}${decimal}${release} ${terminator}\n${written.join('')}`;
}

/** The letters in which ISO 8859-9 differs from ISO 8859-1. */
const TURKISH: Readonly<Record<string, number>> = { Ğ: 0xd0, İ: 0xdd, Ş: 0xde, ğ: 0xf0, ı: 0xfd, ş: 0xfe };

/**
 * The bytes of a text in a repertoire.
 * @throws Error for a letter that the repertoire does not have.
 */
export function encode(text: string, repertoire: Repertoire): Buffer {
  if (repertoire === 'UNOW') return Buffer.from(text, 'utf8');
  return Buffer.from(
    Array.from(text, (letter) => {
      const code = (repertoire === 'UNOK' ? TURKISH[letter] : undefined) ?? letter.charCodeAt(0);
      if (code > 0xff) throw new Error(`${repertoire} has no ${letter}.`);
      return code;
    }),
  );
}
