import { localMoment } from '@kervan/commerce';
import { alphabetOf, isCharacterSet } from '../edifact/character-set.js';
import type { EdifactMessage, FunctionalGroup, Identification, InterchangeHeader } from '../edifact/interchange.js';
import type { SyntaxFault } from '../edifact/syntax-fault.js';
import { type SegmentText, writeSegment } from '../edifact/write-segment.js';

/** What is told of an interchange, a group or a message (0083). */
export const Action = {
  refused: '4',
  acknowledged: '7',
  /** An interchange was received; nothing is told of what is in it. */
  received: '8',
} as const;

export type Action = (typeof Action)[keyof typeof Action];

/** What an interchange is answered. */
export interface Answer {
  readonly action: Action;
  /** Why the interchange is refused; the first is told. */
  readonly faults: readonly SyntaxFault[];
  readonly groups: readonly FunctionalGroup[];
  /** Each message that is told of, with what is wrong with it. */
  readonly messages: readonly AnsweredMessage[];
}

/** A message that is told of: refused where it has faults, else acknowledged. */
export interface AnsweredMessage extends Pick<EdifactMessage, 'reference' | 'type' | 'group'> {
  readonly faults: readonly SyntaxFault[];
}

/** What a CONTRL is written with besides. */
export interface ContrlFrame {
  /** Who we are, as UNB names it. */
  readonly us: Identification;
  /** Our own control reference. */
  readonly reference: string;
  readonly now: Date;
}

const MESSAGE_TYPE = ['CONTRL', 'D', '3', 'UN'];
const MESSAGE_REFERENCE = '1';
/** The syntax version since which the date of preparation (0017) has its century. */
const CENTURY_SINCE = '4';
/** Of one message: a partner mends the first and sends it again. */
const MAX_FAULTS = 20;

/**
 * The bytes of the CONTRL that answers an interchange (UN/EDIFACT CONTRL D.3), in its character set; where we do not know
 * that, or it lacks a character of the answer, in UNOC, else in UNOW.
 */
export function contrl(header: InterchangeHeader, answer: Answer, frame: ContrlFrame): Buffer {
  const body = [
    ['UNH', MESSAGE_REFERENCE, MESSAGE_TYPE],
    ['UCI', header.reference, header.sender, header.recipient, answer.action, ...cause(answer.faults[0])],
    ...answer.messages.filter(({ group }) => group === undefined).flatMap(messageSegments),
    ...answer.groups.flatMap((group, index) =>
      groupSegments(
        group,
        answer.messages.filter((one) => one.group === index),
      ),
    ),
  ] satisfies SegmentText[];
  const rest: SegmentText[] = [
    ...body,
    ['UNT', String(body.length + 1), MESSAGE_REFERENCE],
    ['UNZ', '1', frame.reference],
  ];
  const text = (set: string): string => textOf([interchangeHeader(header, frame, set), ...rest]);
  const written = (set: string): Buffer | undefined =>
    isCharacterSet(set) ? alphabetOf(set).bytes(text(set)) : undefined;
  return written(header.characterSet) ?? written('UNOC') ?? Buffer.from(text('UNOW'));
}

function textOf(segments: readonly SegmentText[]): string {
  return `UNA:+.? '${segments.map((segment) => writeSegment(segment)).join('')}`;
}

function interchangeHeader(
  { syntaxVersion, sender, test }: InterchangeHeader,
  { us, reference, now }: ContrlFrame,
  characterSet: string,
): SegmentText {
  const { date, time } = localMoment(now);
  const version = /^[1-4]$/.test(syntaxVersion) ? syntaxVersion : '3';
  const syntax = [characterSet, version];
  const day = date.replaceAll('-', '');
  const prepared = [version === CENTURY_SINCE ? day : day.slice(2), time.slice(0, 5).replace(':', '')];
  const rest = test ? ['', '', '', '', '', '1'] : [];
  return ['UNB', syntax, us, sender, prepared, reference, ...rest];
}

function messageSegments({ reference, type, faults }: AnsweredMessage): SegmentText[] {
  const { type: name, version, release, agency, association } = type;
  const action = faults.length > 0 ? Action.refused : Action.acknowledged;
  const ofEnvelope = faults.find(({ tag, problem }) => problem !== 'edi-syntax' && (tag === 'UNH' || tag === 'UNT'));
  return [
    ['UCM', reference, [name, version, release, agency, association], action, ...cause(ofEnvelope)],
    ...faults.slice(0, MAX_FAULTS).flatMap(faultSegments),
  ];
}

function groupSegments(
  { reference, sender, recipient, faults }: FunctionalGroup,
  messages: readonly AnsweredMessage[],
): SegmentText[] {
  const action = faults.length > 0 ? Action.refused : Action.acknowledged;
  return [['UCF', reference, sender, recipient, action, ...cause(faults[0])], ...messages.flatMap(messageSegments)];
}

/** Segment and, where the fault is in one, data element: UCS and UCD. */
function faultSegments({ code, segmentInMessage, element, component }: SyntaxFault): SegmentText[] {
  if (segmentInMessage === undefined) return [];
  const segment = String(segmentInMessage);
  if (element === undefined) return [['UCS', segment, code]];
  return [
    ['UCS', segment],
    ['UCD', code, positions(element, component)],
  ];
}

/** Error, service segment and data element, as UCI, UCF and UCM tell them. */
function cause(fault: SyntaxFault | undefined): (string | readonly string[])[] {
  if (!fault) return [];
  const { code, tag = '', element, component } = fault;
  return [code, tag, element === undefined ? '' : positions(element, component)];
}

function positions(element: number, component: number | undefined): readonly string[] {
  return [String(element), ...(component === undefined ? [] : [String(component)])];
}
