import type { Segment } from './segment.js';
import type { ServiceCharacters } from './service-characters.js';
import type { SyntaxFault } from './syntax-fault.js';

/** An interchange as it was read (ISO 9735), with whatever is wrong with its form. */
export interface Interchange {
  /** Absent when UNB could not be read: then nobody can be answered. */
  readonly header?: InterchangeHeader;
  readonly characters: ServiceCharacters;
  readonly groups: readonly FunctionalGroup[];
  readonly messages: readonly EdifactMessage[];
  /** What makes the whole interchange unusable; the first is the cause. */
  readonly faults: readonly SyntaxFault[];
}

/** What UNB says. */
export interface InterchangeHeader {
  readonly segment: Segment;
  /** Syntax identifier (0001) and version (0002). */
  readonly characterSet: string;
  readonly syntaxVersion: string;
  readonly sender: Identification;
  readonly recipient: Identification;
  /** Control reference (0020). */
  readonly reference: string;
  /** Whether it says that it is a test (0035), of whatever kind: since version 4 there are several. */
  readonly test: boolean;
}

/** Who somebody is, as UNB and UNG tell it: identification, qualifier, internal identification. */
export type Identification = readonly string[];

/** A functional group (UNG to UNE). */
export interface FunctionalGroup {
  readonly reference: string;
  readonly sender: Identification;
  readonly recipient: Identification;
  readonly faults: readonly SyntaxFault[];
}

/** What a message is (S009). */
export interface MessageType {
  readonly type: string;
  readonly version: string;
  readonly release: string;
  readonly agency: string;
  readonly association: string;
}

/** A message (UNH to UNT). */
export interface EdifactMessage {
  readonly reference: string;
  readonly type: MessageType;
  /** Position in the interchange, from 1. */
  readonly position: number;
  /** Index of its functional group in the interchange, if it is in one. */
  readonly group?: number;
  /** UNH to UNT. */
  readonly segments: readonly Segment[];
  /** What makes this message unusable, and only this one. */
  readonly faults: readonly SyntaxFault[];
}

/** `ORDERS:D:96A:UN:EAN008`. */
export function typeName({ type, version, release, agency, association }: MessageType): string {
  return [type, version, release, agency, association].join(':').replace(/:+$/, '');
}
