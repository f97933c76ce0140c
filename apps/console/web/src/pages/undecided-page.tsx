import { useQuery } from '@tanstack/react-query';
import type { UndecidedItem } from '../../../src/ask-services/service-views';
import { formatAmount, formatDay } from '../format';
import { ActButton } from '../parts/acts';
import type { Column } from '../parts/data-table';
import { OrderLink } from '../parts/order-link';
import { type ServiceItem, ServiceItems } from '../parts/service-items';
import { BlockedStatements, GappedStatements } from '../parts/statements';
import { undecidedQuery } from '../queries';
import { servicesWords } from '../words/services';
import { lineReason, proposalReason, undecidedWords } from '../words/undecided';

/** The bank lines of which nobody knows yet what they pay. */
export function UndecidedPage() {
  const query = useQuery(undecidedQuery);
  return (
    <>
      <ServiceItems {...undecidedWords} query={query} columns={columns} />
      <BlockedStatements />
      <GappedStatements />
    </>
  );
}

type Item = ServiceItem<UndecidedItem>;

const columns: readonly [Column<Item>, ...Column<Item>[]] = [
  {
    name: undecidedWords.line,
    cell: ({ reference, valueDate, payer, texts }) => (
      <>
        {payer ?? reference}
        {texts.map((text, index) => (
          <span key={index} className="under">
            {text}
          </span>
        ))}
        <span className="under">
          {undecidedWords.value} {formatDay(valueDate)} · {reference}
        </span>
      </>
    ),
  },
  {
    name: undecidedWords.amount,
    numeric: true,
    cell: ({ amount, currency }) => formatAmount(amount, currency),
  },
  {
    name: undecidedWords.why,
    cell: ({ reason, expected, currency }) => (
      <>
        {lineReason(reason)}
        {expected !== null && <span className="under">{undecidedWords.due(formatAmount(expected, currency))}</span>}
      </>
    ),
  },
  {
    name: undecidedWords.proposals,
    cell: ({ proposals, ...line }) =>
      proposals.length === 0 ? (
        undecidedWords.noProposal
      ) : (
        <ul className="findings">
          {proposals.map((proposal) => (
            <li key={proposal.orderId} className="proposal">
              <div>
                <OrderLink orderId={proposal.orderId}>{proposal.orderNumber}</OrderLink>{' '}
                {formatAmount(proposal.amount, proposal.currency)}
                <span className="under">{[...proposal.why.map(proposalReason), ...whatCame(line, proposal)].join(', ')}</span>
              </div>
              {proposal.currency === line.currency && <MatchButton line={line} proposal={proposal} />}
            </li>
          ))}
        </ul>
      ),
  },
  {
    name: servicesWords.next,
    cell: ({ id, amount, currency, reference }) => (
      <ActButton request={{ act: 'leave_line', id }} about={`${formatAmount(amount, currency)} · ${reference}`} second />
    ),
  },
];

type Line = Omit<Item, 'proposals'>;
type Proposal = Item['proposals'][number];

/** What other lines of the order have brought, where there are any. */
function whatCame({ amount }: Line, proposal: Proposal): string[] {
  const { came, currency } = proposal;
  if (!came) return [];
  if (!isMatchedWith(proposal)) return [undecidedWords.came(formatAmount(came, currency))];
  return came === amount ? [] : [undecidedWords.cameInAll(formatAmount(came, currency))];
}

function isMatchedWith({ why }: Proposal): boolean {
  return why.includes('matched-with-it');
}

interface MatchButtonProps {
  readonly line: Line;
  readonly proposal: Proposal;
}

/** An order that the line is matched with counts as paid by all its lines, any other by this one and what came before. */
function MatchButton({ line, proposal }: MatchButtonProps) {
  const { orderId, orderNumber, amount, currency, came } = proposal;
  const isMatched = isMatchedWith(proposal);
  const paying = (isMatched && came) || line.amount;
  const [paid, due] = [formatAmount(paying, line.currency), formatAmount(amount, currency)];
  const difference = came && !isMatched ? undecidedWords.differenceOfRest : undecidedWords.difference;
  return (
    <ActButton
      request={{ act: 'match_line', id: line.id, orderId, seen: { due: amount, currency } }}
      about={undecidedWords.pays(formatAmount(line.amount, line.currency), orderNumber)}
      {...(paid !== due && { agreement: difference(paid, due) })}
      second
    />
  );
}
