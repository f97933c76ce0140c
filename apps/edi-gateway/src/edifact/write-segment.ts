import { DEFAULT_SERVICE_CHARACTERS, type ServiceCharacters } from './service-characters.js';

/** A segment to be written: its tag and its data elements, each a value or the components of a composite. */
export type SegmentText = readonly [tag: string, ...elements: readonly (string | readonly string[])[]];

/**
 * Writes a segment with the service characters. A value is text whatever it contains: a service character in it is
 * released. What is empty at the end of a composite or of the segment is left out (ISO 9735, 9).
 *
 * @throws RangeError for a value with a service character where there is no release character.
 */
export function writeSegment(
  [tag, ...elements]: SegmentText,
  characters: ServiceCharacters = DEFAULT_SERVICE_CHARACTERS,
): string {
  const { component, element, release, repetition, terminator } = characters;
  const marks = [component, element, release, repetition, terminator].flatMap((byte) => byte ?? []);
  const released = (value: string): string =>
    [...value].map((one) => (marks.includes(one.charCodeAt(0)) ? character(releasing(release)) + one : one)).join('');
  const composite = (values: readonly string[]): string =>
    values
      .slice(0, 1 + values.findLastIndex((value) => value !== ''))
      .map(released)
      .join(character(component));
  const texts = elements.map((value) => composite(typeof value === 'string' ? [value] : value));
  const last = texts.findLastIndex((text) => text !== '');
  return [tag, ...texts.slice(0, last + 1)].join(character(element)) + character(terminator);
}

function releasing(release: number | undefined): number {
  if (release === undefined) throw new RangeError('a service character in a value needs a release character');
  return release;
}

const character = (byte: number): string => String.fromCharCode(byte);
