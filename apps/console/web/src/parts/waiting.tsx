import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ServiceList } from '../../../src/ask-services/service-views';
import type { DocumentSummary } from '../../../src/views';
import { formatAge } from '../format';
import { heldQuery, quarantineQuery, undecidedQuery, waitingQuery } from '../queries';
import { attentionWords, reasonFor } from '../words/attention';
import { generalWords } from '../words/general';
import { heldWords } from '../words/held';
import { layoutWords } from '../words/layout';
import { servicesWords } from '../words/services';
import { undecidedWords } from '../words/undecided';
import { FromIntake } from './from-intake';
import { Answered } from './notices';
import { OrderLink } from './order-link';
import { useNow } from './use-now';

/** What waits for a person: the orders that have waited longest with the reason, and how much there is elsewhere. */
export function Waiting() {
  const query = useQuery(waitingQuery);
  const now = useNow();
  return (
    <section aria-labelledby="waiting" className="panel">
      <div className="section-head">
        <h2 id="waiting">{attentionWords.title}</h2>
        <Link to="/attention">{attentionWords.all}</Link>
      </div>
      <Answered query={query}>
        {({ items, incomplete }) => (
          <FromIntake
            incomplete={incomplete}
            isEmpty={items.length === 0}
            none={<p className="calm">{attentionWords.none}</p>}
          >
            <ul className="waiting">
              {items.map((item) => (
                <WaitingOrder key={item.orderId} item={item} now={now} />
              ))}
            </ul>
          </FromIntake>
        )}
      </Answered>
      <ul className="elsewhere">
        <Elsewhere to="/held" name={heldWords.title} list={useQuery(heldQuery).data} />
        <Elsewhere to="/quarantine" name={layoutWords.pages.quarantine} list={useQuery(quarantineQuery).data} />
        <Elsewhere to="/undecided" name={undecidedWords.title} list={useQuery(undecidedQuery).data} />
      </ul>
    </section>
  );
}

function WaitingOrder({ item, now }: { readonly item: DocumentSummary; readonly now: number }) {
  if (!item.attention) return null;
  return (
    <li>
      <OrderLink orderId={item.orderId}>{item.orderNumber}</OrderLink>
      <span className="age">{generalWords.forSpan(formatAge(item.attention.since, now))}</span>
      <span className="why">{reasonFor(item.attention).why}</span>
    </li>
  );
}

interface ElsewhereProps {
  readonly to: '/held' | '/quarantine' | '/undecided';
  readonly name: string;
  readonly list: ServiceList<unknown> | undefined;
}

/** How much there is on another page, and whether a service could not be asked. */
function Elsewhere({ to, name, list }: ElsewhereProps) {
  const count = list?.services.reduce((sum, { items }) => sum + items.length, 0) ?? 0;
  const more = list?.services.some((service) => service.more) ?? false;
  const silent = list?.services.some(({ failure }) => failure !== null) ?? false;
  return (
    <li>
      <Link to={to}>{name}</Link>
      <span className={count > 0 ? 'number' : 'number none'}>
        {list === undefined ? '…' : `${count}${more ? '+' : ''}`}
        {silent && <span className="quiet"> · {servicesWords.notAll}</span>}
      </span>
    </li>
  );
}
