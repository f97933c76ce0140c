import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { generalWords } from '../words/general';

type Pages = Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;

/** The way to the next page of a list, where there is one. */
export function MorePages({ query }: { readonly query: Pages }) {
  if (!query.hasNextPage) return null;
  return (
    <button type="button" className="more" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      {query.isFetchingNextPage ? generalWords.loading : generalWords.more}
    </button>
  );
}
