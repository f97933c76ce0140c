/** What is wrong, by the codes of UN/EDIFACT data element 0085 as a CONTRL tells them. */
export const FaultCode = {
  syntaxNotSupported: '2',
  notActualRecipient: '7',
  invalidValue: '12',
  missing: '13',
  notSupportedHere: '15',
  noAgreement: '17',
  unspecified: '18',
  invalidDecimalMark: '19',
  invalidServiceCharacter: '20',
  invalidCharacter: '21',
  misusedServiceCharacter: '22',
  unknownSender: '23',
  testNotSupported: '25',
  duplicate: '26',
  referencesDiffer: '28',
  countDiffers: '29',
  groupsAndMessagesMixed: '30',
  lowerLevelEmpty: '32',
  outsideMessage: '33',
  nestingNotAllowed: '34',
  tooManyRepetitions: '35',
  tooLong: '39',
} as const;

export type FaultCode = (typeof FaultCode)[keyof typeof FaultCode];

/** The problem of the error catalogue that a fault belongs to. */
export type FaultProblem =
  'edi-syntax' | 'edi-envelope' | 'edi-limit' | 'edi-unknown-partner' | 'edi-unknown-message' | 'edi-duplicate';

/** Where something is in an interchange. */
export interface Place {
  /** Position of the segment in the interchange, UNB being 1; 0 before it. */
  readonly segment: number;
  readonly tag?: string;
  /** Position in the message (0096), UNH being 1. */
  readonly segmentInMessage?: number;
  /** Position of the data element (0098), the tag being 1. */
  readonly element?: number;
  /** Position in the composite (0104), from 1. */
  readonly component?: number;
  /** Bytes before it in the file. */
  readonly offset: number;
}

/** One thing that is wrong with the form of an interchange; the detail repeats no value of a person. */
export interface SyntaxFault extends Place {
  readonly problem: FaultProblem;
  readonly code: FaultCode;
  readonly detail: string;
}

/** Thrown where an interchange cannot be read any further. */
export class Unreadable extends Error {
  constructor(readonly fault: SyntaxFault) {
    super(fault.detail);
    this.name = 'Unreadable';
  }
}
