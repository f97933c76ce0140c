/** A row of the matrix that is shown by another test, and where. */
export interface Elsewhere {
  readonly number: number;
  readonly what: string;
  readonly where: string;
}

export const elsewhere: readonly Elsewhere[] = [];
