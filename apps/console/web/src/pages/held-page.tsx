import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { HeldItem } from '../../../src/ask-services/held-views';
import { formatAge, formatTime, isId } from '../format';
import { ActButton, RedriveButton } from '../parts/acts';
import type { Column } from '../parts/data-table';
import { HeldBatches } from '../parts/held-batches';
import { HeldCauses } from '../parts/held-causes';
import { HeldState } from '../parts/held-state';
import { OrderLink } from '../parts/order-link';
import { type ServiceItem, ServiceItems } from '../parts/service-items';
import { useNow } from '../parts/use-now';
import { type HeldFilter, heldOfCause, heldQuery } from '../queries';
import { generalWords } from '../words/general';
import { heldWords, recordName } from '../words/held';
import { causeWords } from '../words/held-together';
import { servicesWords } from '../words/services';

/** The messages that services could not handle: how many for which cause, those handled again, and one by one. */
export function HeldPage() {
  const filter = useSearch({ from: '/held' });
  const isOfCause = filter.cause !== undefined;
  const query = useQuery(isOfCause ? heldOfCause(filter) : heldQuery);
  const now = useNow();
  return (
    <ServiceItems {...heldWords} query={query} columns={columns(now)}>
      {isOfCause ? <OneCause filter={filter} /> : <HeldCauses />}
      <HeldBatches />
      <h2 className="further">{heldWords.messages}</h2>
    </ServiceItems>
  );
}

/** Which cause is looked at, the way back to all, and to having its messages handled again together. */
function OneCause({ filter: { service, ...filter } }: { readonly filter: HeldFilter }) {
  const about = causeWords.about(filter.cause ?? '', recordName(filter.type ?? null), service ?? '');
  return (
    <div className="one-cause">
      <p>
        {causeWords.only} <strong>{about}</strong>
      </p>
      <p className="acts">
        {service !== undefined && <RedriveButton service={service} filter={filter} about={about} />}
        <Link to="/held" search={{}}>
          {causeWords.all}
        </Link>
      </p>
    </div>
  );
}

const columns = (now: number): readonly [Column<ServiceItem<HeldItem>>, ...Column<ServiceItem<HeldItem>>[]] => [
  {
    name: heldWords.message,
    cell: ({ service, id, type, topic, partition, offset }) => (
      <>
        <Link to="/held/$service/$id" params={{ service, id }}>
          {recordName(type)}
        </Link>
        <span className="under">{heldWords.place(topic, partition, offset)}</span>
      </>
    ),
  },
  { name: servicesWords.service, cell: ({ service }) => service },
  {
    name: heldWords.why,
    cell: ({ cause, state, attempts }) => (
      <>
        <HeldState state={state} />
        <span className="under">
          {cause ? `${cause.detail} ` : heldWords.behind}
          {cause && <code>{cause.code}</code>} {attempts > 0 && `· ${heldWords.attempts(attempts)}`}
        </span>
      </>
    ),
  },
  {
    name: heldWords.order,
    cell: ({ key }) => (key && isId(key) ? <OrderLink orderId={key}>{key.slice(0, 8)}</OrderLink> : '–'),
  },
  {
    name: heldWords.since,
    numeric: true,
    cell: ({ heldAt }) => (
      <time dateTime={heldAt} title={formatTime(heldAt)}>
        {generalWords.ago(formatAge(heldAt, now))}
      </time>
    ),
  },
  {
    name: servicesWords.next,
    cell: ({ id, service, type, key }) => {
      const about = heldWords.about(type, key);
      return (
        <span className="acts">
          <ActButton request={{ act: 'redrive', service, id }} about={about} second />
          <ActButton request={{ act: 'discard_held', service, id }} about={about} second />
        </span>
      );
    },
  },
];
