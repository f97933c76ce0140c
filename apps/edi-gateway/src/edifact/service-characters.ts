import { FaultCode, type SyntaxFault } from './syntax-fault.js';

/** The characters that give an interchange its structure, each by its byte (ISO 9735, UNA). */
export interface ServiceCharacters {
  readonly component: number;
  readonly element: number;
  readonly decimal: '.' | ',';
  /** Absent where there is none: then no value holds a service character. */
  readonly release?: number;
  /** Separates repetitions; in syntax version 4 only. */
  readonly repetition?: number;
  readonly terminator: number;
}

const byteOf = (character: string): number => character.charCodeAt(0);

/** Those in force without a UNA. */
export const DEFAULT_SERVICE_CHARACTERS: ServiceCharacters = {
  component: byteOf(':'),
  element: byteOf('+'),
  decimal: '.',
  release: byteOf('?'),
  repetition: byteOf('*'),
  terminator: byteOf(`'`),
};

const TAG = 'UNA';
const LENGTH = 6;
const PUNCTUATION = /^[!-/:-@[-`{-~]$/;
/** The information separators that syntax level B foresees. */
// eslint-disable-next-line no-control-regex
const SEPARATOR = /^[\x1c-\x1f]$/;
const LINE_END = /^[\r\n]$/;

/** What a UNA says, if the text has one at that place; else the defaults. */
export interface ServiceString {
  readonly characters: ServiceCharacters;
  /** Where the rest of the interchange begins. */
  readonly end: number;
  /** Why it cannot be complied with: the characters are the defaults then. */
  readonly fault?: SyntaxFault;
}

/**
 * Reads a UNA. Any of its six characters may differ from the defaults; a letter, a digit or one character for two
 * purposes is refused, as no value could be told from structure.
 */
export function readServiceString(text: string, at: number): ServiceString {
  const characters = DEFAULT_SERVICE_CHARACTERS;
  if (!text.startsWith(TAG, at)) return { characters, end: at };
  const end = at + TAG.length + LENGTH;
  const [component = '', element = '', decimal = '', release = '', reserved = '', terminator = ''] = text.slice(
    at + TAG.length,
    end,
  );
  const refused = (index: number, code: FaultCode, detail: string): ServiceString => {
    const offset = Math.min(at + TAG.length + index, text.length);
    return { characters, end, fault: { problem: 'edi-envelope', code, detail, tag: TAG, segment: 0, offset } };
  };
  const used = [component, element, terminator, ...[release, reserved].filter((one) => one !== ' ')];
  const places = [0, 1, 5, ...(release === ' ' ? [] : [3]), ...(reserved === ' ' ? [] : [4])];
  for (const [index, one] of used.entries()) {
    const place = places[index]!;
    const fits = PUNCTUATION.test(one) || SEPARATOR.test(one) || (place === 5 && LINE_END.test(one));
    if (!fits) {
      return refused(
        place,
        FaultCode.invalidServiceCharacter,
        'UNA names a character that cannot be a service character.',
      );
    }
    if (used.indexOf(one) !== index || one === decimal) {
      return refused(place, FaultCode.invalidServiceCharacter, 'UNA names one character for two purposes.');
    }
  }
  if (decimal !== '.' && decimal !== ',') {
    return refused(2, FaultCode.invalidDecimalMark, 'The decimal mark in UNA is neither a point nor a comma.');
  }
  return {
    characters: {
      component: byteOf(component),
      element: byteOf(element),
      decimal,
      ...(release !== ' ' && { release: byteOf(release) }),
      ...(reserved !== ' ' && { repetition: byteOf(reserved) }),
      terminator: byteOf(terminator),
    },
    end,
  };
}
