/** How the calls that wait are spread over order keys. */
export interface Shape {
  readonly name: string;
  readonly told: string;
  /** SQL of the order key of the call number `i`, from 0 on, of `n`. */
  readonly orderKey: (n: number) => string;
  /** SQL of whether the call number `i` waits for a person, and so holds back its key's later ones. */
  readonly isHeld: (n: number) => string;
  /** SQL of whether the call number `i` is of a type that the worker does not know. */
  readonly isUnknown: (n: number) => string;
}

const never = (): string => 'false';

/** The shapes that are measured. */
export const shapes: readonly Shape[] = [
  { name: 'alone', told: 'each call has an order key of its own', orderKey: () => `'k' || i`, isHeld: never, isUnknown: never },
  { name: 'four', told: 'four calls of a key follow one another directly', orderKey: () => `'k' || i / 4`, isHeld: never, isUnknown: never },
  {
    name: 'hundred keys',
    told: 'a hundred keys in turn, so that a hundred calls at most may be taken',
    orderKey: () => `'k' || i % 100`,
    isHeld: never,
    isUnknown: never,
  },
  {
    name: 'held back',
    told:
      'the oldest tenth of the calls is due and must not be taken: ten to a key, each behind a call that waits for a person; ' +
      'those behind them have keys of their own',
    orderKey: (n) => `CASE WHEN i < ${n} / 10 THEN 'h' || i / 10 ELSE 'k' || i END`,
    isHeld: (n) => `i < ${n} / 10 AND i % 10 = 0`,
    isUnknown: never,
  },
  {
    name: 'later release',
    told:
      'the older half of the calls is due and of a type that the worker does not know; each has an order key of its own, but ' +
      'for the oldest tenth of what it knows, each behind one of those',
    orderKey: (n) => `'k' || CASE WHEN i BETWEEN ${n} / 2 AND ${n} * 11 / 20 THEN i - ${n} / 2 ELSE i END`,
    isHeld: never,
    isUnknown: (n) => `i < ${n} / 2`,
  },
];
