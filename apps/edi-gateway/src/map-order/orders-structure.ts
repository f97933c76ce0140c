import type { EdifactMessage } from '../edifact/interchange.js';
import { faultAt, placeOf, type Segment } from '../edifact/segment.js';
import { FaultCode, type SyntaxFault } from '../edifact/syntax-fault.js';

/** The parts of an ORDERS D.96A, each segment of a line with its line. */
export interface OrdersParts {
  /** From BGM to the first line. */
  readonly header: readonly Segment[];
  /** LIN and what belongs to it. */
  readonly lines: readonly (readonly Segment[])[];
  /** After UNS. */
  readonly summary: readonly Segment[];
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** The segments of D.96A by section; ORDERS' groups use no other. */
const ALLOWED = {
  header: words(
    'BGM DTM PAI ALI IMD FTX RFF NAD LOC FII DOC CTA COM TAX MOA CUX PCD PAT TDT TOD EQD HAN PAC MEA PCI GIN SCC QTY ' +
      'APR RNG ALC RTE RCS DGS STG GIR EQN',
  ),
  line: words(
    'LIN PIA IMD MEA QTY PCD ALI DTM MOA GIN GIR QVA DOC PAI FTX CCI CAV PAT PRI CUX APR RNG RFF PAC PCI LOC TAX NAD ' +
      'CTA COM ALC RTE TDT TOD EQD HAN SCC RCS DGS STG',
  ),
  summary: words('MOA CNT ALC ALI'),
} as const;

/** Splits an ORDERS message (UN/EDIFACT D.96A) into header, lines and summary. */
export function partsOf({ segments }: Pick<EdifactMessage, 'segments'>): OrdersParts {
  const body = segments.filter(({ tag }) => tag !== 'UNH' && tag !== 'UNT');
  const end = indexOf(body, ({ tag }) => tag === 'UNS');
  const begin = Math.min(
    end,
    indexOf(body, ({ tag }) => tag === 'LIN'),
  );
  const lines: Segment[][] = [];
  for (const segment of body.slice(begin, end)) {
    if (segment.tag === 'LIN') lines.push([]);
    lines.at(-1)!.push(segment);
  }
  return { header: body.slice(0, begin), lines, summary: body.slice(end + 1) };
}

/** What is wrong with the structure of an ORDERS: a segment that is missing, repeated, or where it cannot be. */
export function structureFaults(message: EdifactMessage): SyntaxFault[] {
  const { segments } = message;
  const { header, lines, summary } = partsOf(message);
  const fault = (segment: Segment, code: FaultCode, detail: string): SyntaxFault =>
    faultAt({ ...placeOf(segment), segmentInMessage: positionIn(segments, segment) }, 'edi-syntax', code, detail);
  const within = (section: readonly Segment[], allowed: ReadonlySet<string>): SyntaxFault[] =>
    section.flatMap((segment) =>
      allowed.has(segment.tag) ? [] : [fault(segment, FaultCode.notSupportedHere, 'A segment is not foreseen here.')],
    );
  const [bgm, ...more] = segments.filter(({ tag }) => tag === 'BGM');
  const last = segments.at(-1)!;
  return [
    ...(segments[1] && bgm === segments[1] ? [] : [fault(segments[1] ?? last, FaultCode.missing, 'BGM is missing.')]),
    ...more.map((segment) => fault(segment, FaultCode.tooManyRepetitions, 'BGM is repeated.')),
    ...(header.some(({ tag }) => tag === 'DTM')
      ? []
      : [fault(segments[2] ?? last, FaultCode.missing, 'DTM is missing.')]),
    ...within(header, ALLOWED.header),
    ...lines.flatMap((line) => within(line, ALLOWED.line)),
    ...(segments.some(({ tag }) => tag === 'UNS') ? [] : [fault(last, FaultCode.missing, 'UNS is missing.')]),
    ...within(summary, ALLOWED.summary),
  ];
}

/** Position of a segment in its message (0096), UNH being 1. */
export function positionIn(message: readonly Segment[], segment: Segment): number {
  return segment.number - message[0]!.number + 1;
}

function indexOf(segments: readonly Segment[], test: (segment: Segment) => boolean): number {
  const index = segments.findIndex(test);
  return index < 0 ? segments.length : index;
}
