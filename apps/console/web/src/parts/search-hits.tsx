import type { SearchHit } from '../../../src/views';
import { formatTime } from '../format';
import { channelName } from '../words/documents';
import { searchWords, terms } from '../words/search';
import { OrderLink } from './order-link';
import { StateMark, TestMark } from './state-mark';

/** What a search has found: each order with the number by which it was found. */
export function SearchHits({ hits }: { readonly hits: readonly SearchHit[] }) {
  return (
    <ul className="hits">
      {hits.map(({ document, kind, text }) => (
        <li key={document.orderId}>
          <OrderLink orderId={document.orderId}>{document.orderNumber}</OrderLink>
          <StateMark state={document.state} />
          <TestMark mode={document.mode} />
          <p className="quiet">
            {searchWords.by(terms[kind], text)} · {channelName(document.channel)} · {formatTime(document.placedAt ?? document.firstAt)}
          </p>
        </li>
      ))}
    </ul>
  );
}
