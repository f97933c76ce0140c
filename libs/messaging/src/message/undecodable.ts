/** Why a record cannot become a message. Stable: operators search and group by these codes. */
export const UndecodableCause = {
  missingKey: 'missing-key',
  wrongKey: 'wrong-key',
  missingHeader: 'missing-header',
  duplicateHeader: 'duplicate-header',
  malformedHeader: 'malformed-header',
  unknownRecord: 'unknown-record',
  misplacedRecord: 'misplaced-record',
  emptyValue: 'empty-value',
  tooShort: 'too-short',
  wrongMagicByte: 'wrong-magic-byte',
  unknownSchema: 'unknown-schema',
  foreignSchema: 'foreign-schema',
  incompatibleSchema: 'incompatible-schema',
  malformedValue: 'malformed-value',
  extraBytes: 'extra-bytes',
} as const;
export type UndecodableCause = (typeof UndecodableCause)[keyof typeof UndecodableCause];

/** How far a record came before it was refused. */
export type DecodeStage = 'headers' | 'schema' | 'value';

/**
 * Thrown when a record cannot become a message, and never will: its bytes are what they are.
 *
 * The detail names headers, schemas and fields, never their values.
 */
export class Undecodable extends Error {
  override readonly name = 'Undecodable';

  constructor(
    readonly code: UndecodableCause,
    readonly stage: DecodeStage,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}
