import type { ReactNode } from 'react';
import { generalWords } from '../words/general';

interface FromIntakeProps {
  /** Why orders may be missing, in the code of the health probe; undefined while all comes in. */
  readonly incomplete: string | undefined;
  readonly isEmpty: boolean;
  /** What is said where there is nothing. */
  readonly none: ReactNode;
  /** The orders, where there are any. */
  readonly children: ReactNode;
}

/**
 * Orders that the console knows of by its own intake. While that stands it is said that some may be missing, and never that
 * there are none.
 */
export function FromIntake({ incomplete, isEmpty, none, children }: FromIntakeProps) {
  return (
    <>
      {incomplete !== undefined && (
        <p className="stale" role="status">
          {generalWords.incomplete} <code>{incomplete}</code>
        </p>
      )}
      {!isEmpty && children}
      {isEmpty && incomplete === undefined && none}
    </>
  );
}
