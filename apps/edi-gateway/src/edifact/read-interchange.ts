import type { Work } from '@kervan/service-host';
import { alphabetOf, type CharacterSet, isCharacterSet } from './character-set.js';
import { EnvelopeReader } from './envelope-reader.js';
import type { Interchange, InterchangeHeader } from './interchange.js';
import { readSegments } from './read-segments.js';
import { faultAt, placeOf, type Segment, valueOf } from './segment.js';
import { readServiceString, type ServiceCharacters } from './service-characters.js';
import { FaultCode, type SyntaxFault, Unreadable } from './syntax-fault.js';

const BYTE_ORDER_MARK = '\xef\xbb\xbf';
const REPETITIONS_SINCE = '4';
const SYNTAX_VERSIONS = ['1', '2', '3', REPETITIONS_SINCE];

/**
 * Reads a file as an interchange. Total: whatever the bytes are, what can be told of them is told, with the faults.
 *
 * It can be left after each segment. Counts and references are checked; who sends what to whom, and whether it is agreed,
 * is not looked at.
 */
export function* readInterchange(bytes: Buffer): Work<Interchange> {
  const text = bytes.toString('latin1');
  const begin = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  const { characters, end, fault } = readServiceString(text, begin);
  const first = firstSegment(text, end, forSyntax(characters, ''), 'UNOC');
  const [named = '', version = ''] = [valueOf(first, 1), valueOf(first, 1, 2)];
  // Values of UNB may hold any character of the set that it names itself.
  const set = isCharacterSet(named) ? named : 'UNOC';
  const inForce = forSyntax(characters, version);
  const header = headerOf(firstSegment(text, end, inForce, set));
  if (!header) {
    const place = { segment: first?.number ?? 1, offset: first?.offset ?? end };
    const detail = 'The file does not begin with UNB, with or without UNA.';
    const missing = faultAt(place, 'edi-syntax', FaultCode.missing, detail);
    return { characters, groups: [], messages: [], faults: [fault ?? missing] };
  }
  const reader = new EnvelopeReader();
  const faults = [...(fault ? [fault] : []), ...syntaxFaults(header, begin > 0)];
  try {
    for (const segment of readSegments(text, end, inForce, alphabetOf(set))) {
      reader.take(segment);
      yield;
    }
    reader.end(bytes.length);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    reader.breakOff(error.fault);
  }
  const envelope = reader.result();
  return { header, characters: inForce, ...envelope, faults: [...faults, ...envelope.faults] };
}

function firstSegment(text: string, at: number, characters: ServiceCharacters, set: CharacterSet): Segment | undefined {
  try {
    return readSegments(text, at, characters, alphabetOf(set)).next().value ?? undefined;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** The fifth character of UNA is a separator since version 4, and reserved before. */
function forSyntax({ repetition, ...characters }: ServiceCharacters, version: string): ServiceCharacters {
  return { ...characters, ...(version === REPETITIONS_SINCE && repetition !== undefined && { repetition }) };
}

function headerOf(segment: Segment | undefined): InterchangeHeader | undefined {
  if (segment?.tag !== 'UNB') return undefined;
  const reference = valueOf(segment, 5);
  const sender = segment.elements[1] ?? [];
  if (reference === '' || valueOf(segment, 2) === '') return undefined;
  return {
    segment,
    characterSet: valueOf(segment, 1),
    syntaxVersion: valueOf(segment, 1, 2),
    sender,
    recipient: segment.elements[2] ?? [],
    reference,
    test: !['', '0'].includes(valueOf(segment, 11)),
  };
}

function syntaxFaults(
  { segment, characterSet, syntaxVersion, reference }: InterchangeHeader,
  marked: boolean,
): SyntaxFault[] {
  const found: SyntaxFault[] = [];
  const fault = (element: number, component: number | undefined, code: FaultCode, detail: string): void => {
    found.push(faultAt(placeOf(segment, element, component), 'edi-envelope', code, detail));
  };
  if (!isCharacterSet(characterSet))
    fault(1, 1, FaultCode.syntaxNotSupported, 'The syntax identifier in UNB is not supported.');
  if (!SYNTAX_VERSIONS.includes(syntaxVersion)) {
    fault(1, 2, FaultCode.syntaxNotSupported, 'The syntax version in UNB is not supported.');
  }
  if (marked && characterSet !== 'UNOW') {
    const detail = 'The file begins with a byte order mark, which the character set does not have.';
    found.push(faultAt({ segment: 0, offset: 0 }, 'edi-syntax', FaultCode.invalidCharacter, detail));
  }
  if (valueOf(segment, 3) === '') fault(3, undefined, FaultCode.missing, 'UNB names no recipient.');
  if (!/^\d{6}(\d{2})?$/.test(valueOf(segment, 4)) || !/^\d{4}$/.test(valueOf(segment, 4, 2))) {
    fault(4, undefined, FaultCode.invalidValue, 'UNB has no date and time of preparation.');
  }
  if (reference.length > 14)
    fault(5, undefined, FaultCode.tooLong, 'The control reference has more than 14 characters.');
  return found;
}
