/** How far one kind of input is; every input counts once, however often it was sent. */
export interface KindProgress {
  readonly planned: number;
  readonly sent: number;
  readonly answered: number;
  readonly accepted: number;
  readonly refused: number;
}

/** A count that a morning raises while it is played. */
export type Counted = Exclude<keyof KindProgress, 'planned'>;

/** The progress of a kind of which nothing has been sent yet. */
export function nothingSent(planned = 0): KindProgress {
  return { planned, sent: 0, answered: 0, accepted: 0, refused: 0 };
}

/** The progress with some counts raised by a number. */
export function raised(progress: KindProgress, counts: readonly Counted[], by = 1): KindProgress {
  return counts.reduce((so, count) => ({ ...so, [count]: so[count] + by }), progress);
}
