/** Thrown when the local stack cannot start for a reason that its user can mend; the message is one clear sentence. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
