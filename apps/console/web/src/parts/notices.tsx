import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiFailure } from '../api';
import { formatClock } from '../format';
import { generalWords } from '../words/general';

/** Says in words that there is nothing, or why. */
export function Notice({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="notice">
      <p className="notice-title">{title}</p>
      {children}
    </div>
  );
}

type Loaded<Data> = Pick<
  UseQueryResult<Data>,
  'data' | 'error' | 'isPending' | 'isError' | 'dataUpdatedAt' | 'refetch'
>;

interface AnsweredProps<Data> {
  readonly query: Loaded<Data>;
  readonly children: (data: Data) => ReactNode;
  /** What is shown for an order or page that is not there. */
  readonly missing?: ReactNode;
}

/**
 * What an answer is shown as, once it is there: before that that it is loading, at a failure what failed and the way to
 * try again. An answer that cannot be refreshed stays, with the time it was taken at.
 */
export function Answered<Data>({ query, children, missing }: AnsweredProps<Data>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && <p className="stale" role="status">{generalWords.notRefreshed(formatClock(query.dataUpdatedAt))}</p>}
        {children(query.data)}
      </>
    );
  }
  if (!query.isError) return <p className="loading" role="status">{generalWords.loading}</p>;
  const failure = query.error instanceof ApiFailure ? query.error : undefined;
  if (missing !== undefined && failure?.status === 404) return missing;
  return (
    <div role="alert">
      <Notice title={generalWords.somethingFailed}>
        {failure?.correlationId && <p className="quiet">{generalWords.failedWith(failure.correlationId)}</p>}
        <button type="button" onClick={() => void query.refetch()}>
          {generalWords.tryAgain}
        </button>
      </Notice>
    </div>
  );
}
