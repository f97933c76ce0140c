import { useQuery } from '@tanstack/react-query';
import type { UndecidedItem } from '../../../src/ask-services/service-views';
import { formatAmount, formatDay } from '../format';
import type { Column } from '../parts/data-table';
import { OrderLink } from '../parts/order-link';
import { type ServiceItem, ServiceItems } from '../parts/service-items';
import { undecidedQuery } from '../queries';
import { lineReason, proposalReason, words } from '../words';

/** The bank lines of which nobody knows yet what they pay. */
export function UndecidedPage() {
  const query = useQuery(undecidedQuery);
  return <ServiceItems {...words.undecided} query={query} columns={columns} />;
}

type Item = ServiceItem<UndecidedItem>;

const columns: readonly [Column<Item>, ...Column<Item>[]] = [
  {
    name: words.undecided.line,
    cell: ({ reference, valueDate, payer, texts }) => (
      <>
        {payer ?? reference}
        {texts.map((text, index) => (
          <span key={index} className="under">
            {text}
          </span>
        ))}
        <span className="under">
          {words.undecided.value} {formatDay(valueDate)} · {reference}
        </span>
      </>
    ),
  },
  {
    name: words.undecided.why,
    cell: ({ reason, expected, currency }) => (
      <>
        {lineReason(reason)}
        {expected !== null && <span className="under">{words.undecided.due(formatAmount(expected, currency))}</span>}
      </>
    ),
  },
  {
    name: words.undecided.proposals,
    cell: ({ proposals }) =>
      proposals.length === 0 ? (
        words.undecided.noProposal
      ) : (
        <ul className="findings">
          {proposals.map(({ orderId, orderNumber, amount, currency, why }) => (
            <li key={orderId}>
              <OrderLink orderId={orderId}>{orderNumber}</OrderLink> {formatAmount(amount, currency)}
              <span className="under">{why.map(proposalReason).join(', ')}</span>
            </li>
          ))}
        </ul>
      ),
  },
  {
    name: words.undecided.amount,
    numeric: true,
    cell: ({ amount, currency }) => formatAmount(amount, currency),
  },
];
