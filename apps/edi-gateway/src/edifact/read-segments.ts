import type { Alphabet } from './character-set.js';
import { faultAt, type Segment } from './segment.js';
import type { ServiceCharacters } from './service-characters.js';
import { FaultCode, type Place, type SyntaxFault, Unreadable } from './syntax-fault.js';

/** The longest segment that is read; the longest that ISO 9735 messages need is far below. */
export const MAX_SEGMENT_BYTES = 16_384;
/** The most segments of an interchange. */
export const MAX_SEGMENTS = 100_000;

const BETWEEN = [' ', '\r', '\n'].map((one) => one.charCodeAt(0));
const TAG = /^[A-Z][A-Z0-9]{2}$/;

/**
 * Reads an interchange segment by segment, in one pass, given one character a byte.
 *
 * Line ends and spaces between segments are passed over. A segment with a character that is not of the alphabet, or with
 * structure that is not understood, is given with its fault.
 *
 * @throws {Unreadable} at a segment without end, a release character before the end, and what is too much.
 */
export function* readSegments(
  text: string,
  start: number,
  characters: ServiceCharacters,
  alphabet: Alphabet,
): Generator<Segment, void> {
  let at = start;
  const between = bytesBetween(characters);
  for (let number = 1; ; number += 1) {
    while (at < text.length && between.has(text.charCodeAt(at))) at += 1;
    if (at === text.length) return;
    if (number > MAX_SEGMENTS) {
      const detail = `The interchange has more than ${MAX_SEGMENTS} segments.`;
      throw new Unreadable(faultAt({ segment: number, offset: at }, 'edi-limit', FaultCode.unspecified, detail));
    }
    const scan = new SegmentScan(text, at, number, characters, alphabet);
    yield scan.segment();
    at = scan.end;
  }
}

function bytesBetween({ component, element, release, terminator }: ServiceCharacters): ReadonlySet<number> {
  return new Set(BETWEEN.filter((byte) => ![component, element, release, terminator].includes(byte)));
}

class SegmentScan {
  /** Where the next segment begins. */
  end: number;
  private readonly elements: string[][] = [[]];
  private value = '';
  private from: number;
  private fault?: SyntaxFault;

  constructor(
    private readonly text: string,
    private readonly start: number,
    private readonly number: number,
    private readonly characters: ServiceCharacters,
    private readonly alphabet: Alphabet,
  ) {
    this.end = start;
    this.from = start;
  }

  segment(): Segment {
    this.scan();
    const [[tag = '', ...nesting] = [], ...elements] = this.elements;
    if (!TAG.test(tag)) this.found(FaultCode.invalidValue, 'A segment does not begin with a tag of three letters.');
    if (nesting.length > 0) this.found(FaultCode.nestingNotAllowed, 'A tag with nesting indicators is not supported.');
    return {
      tag: TAG.test(tag) ? tag : '',
      elements,
      number: this.number,
      offset: this.start,
      ...(this.fault && { fault: this.fault }),
    };
  }

  private scan(): void {
    const { text, characters } = this;
    const { component, element, release, repetition, terminator } = characters;
    const limit = Math.min(text.length, this.start + MAX_SEGMENT_BYTES);
    for (let at = this.start; at < limit; at += 1) {
      const byte = text.charCodeAt(at);
      if (byte === release) {
        this.value += text.slice(this.from, at);
        at += 1;
        this.from = at;
        if (at === text.length)
          this.giveUp(at - 1, FaultCode.misusedServiceCharacter, 'The file ends with a release character.');
        if (!this.alphabet.has[text.charCodeAt(at)]) this.strange(at);
      } else if (byte === terminator) {
        this.endValue(at);
        this.end = at + 1;
        return;
      } else if (byte === element) {
        this.endValue(at);
        this.elements.push([]);
      } else if (byte === component) {
        this.endValue(at);
      } else if (byte === repetition) {
        this.found(FaultCode.tooManyRepetitions, 'A data element is repeated, which is not supported.', at);
      } else if (!this.alphabet.has[byte]) {
        this.strange(at);
      }
    }
    if (limit === text.length) {
      this.giveUp(limit, FaultCode.missing, 'The file ends within a segment: a segment terminator is missing.');
    }
    const detail = `A segment is longer than ${MAX_SEGMENT_BYTES} bytes.`;
    throw new Unreadable(faultAt({ segment: this.number, offset: this.start }, 'edi-limit', FaultCode.tooLong, detail));
  }

  private endValue(at: number): void {
    const bytes = this.value + this.text.slice(this.from, at);
    this.value = '';
    this.from = at + 1;
    const text = this.alphabet.text(bytes);
    if (text === undefined) this.strange(at - bytes.length);
    // A value that has a fault is shown to people at most: without control characters.
    this.elements.at(-1)!.push(this.fault ? (text ?? '').replace(/\p{Cc}/gu, '\ufffd') : (text ?? ''));
  }

  private strange(at: number): void {
    this.found(FaultCode.invalidCharacter, 'A byte is no character of the set that UNB names.', at);
  }

  private found(code: FaultCode, detail: string, at = this.start): void {
    this.fault ??= faultAt({ ...this.place(), offset: at }, 'edi-syntax', code, detail);
  }

  private giveUp(at: number, code: FaultCode, detail: string): never {
    throw new Unreadable(faultAt({ ...this.place(), offset: at }, 'edi-syntax', code, detail));
  }

  /** Where the scan is. */
  private place(): Omit<Place, 'offset'> {
    const tag = this.elements[0]![0];
    const component = this.elements.at(-1)!.length + 1;
    return {
      segment: this.number,
      ...(tag !== undefined && TAG.test(tag) && { tag, element: this.elements.length }),
      ...(component > 1 && { component }),
    };
  }
}
