/** Thrown when the schema registry gives no answer; transient. Nothing is known about the schema that was asked for. */
export class RegistryUnavailable extends Error {
  override readonly name = 'RegistryUnavailable';

  constructor(cause: unknown) {
    super(`the schema registry does not answer: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
