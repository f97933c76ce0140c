import type { FaultCode, FaultProblem, Place, SyntaxFault } from './syntax-fault.js';

/** One segment as it was read: its values as text, without service characters. */
export interface Segment {
  readonly tag: string;
  /** The data elements after the tag, each with its components; what was left out at the end is not there. */
  readonly elements: readonly (readonly string[])[];
  /** Position in the interchange, UNB being 1. */
  readonly number: number;
  /** Bytes before it in the file. */
  readonly offset: number;
  /** The first thing wrong with its form. */
  readonly fault?: SyntaxFault;
}

/** A value by the positions of element and component after the tag, both from 1; empty where it is left out. */
export function valueOf(segment: Segment | undefined, element: number, component = 1): string {
  return segment?.elements[element - 1]?.[component - 1] ?? '';
}

/** The segment as the place of a fault; `element` counts as {@link valueOf} does. */
export function placeOf({ tag, number, offset }: Segment, element?: number, component?: number): Place {
  return {
    tag,
    segment: number,
    offset,
    ...(element !== undefined && { element: element + 1 }),
    ...(component !== undefined && { component }),
  };
}

/** A fault at a place. */
export function faultAt(place: Place, problem: FaultProblem, code: FaultCode, detail: string): SyntaxFault {
  return { ...place, problem, code, detail };
}
