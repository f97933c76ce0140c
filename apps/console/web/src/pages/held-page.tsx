import { useQuery } from '@tanstack/react-query';
import type { HeldItem } from '../../../src/ask-services/service-views';
import { formatAge, formatTime } from '../format';
import { ActButton } from '../parts/acts';
import type { Column } from '../parts/data-table';
import { OrderLink } from '../parts/order-link';
import { type ServiceItem, ServiceItems } from '../parts/service-items';
import { useNow } from '../parts/use-now';
import { heldQuery } from '../queries';
import { words } from '../words';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The messages that services could not handle. */
export function HeldPage() {
  const query = useQuery(heldQuery);
  const now = useNow();
  return <ServiceItems {...words.held} query={query} columns={columns(now)} />;
}

const columns = (now: number): readonly [Column<ServiceItem<HeldItem>>, ...Column<ServiceItem<HeldItem>>[]] => [
  {
    name: words.held.message,
    cell: ({ type, topic, partition, offset }) => (
      <>
        {type?.split('.').at(-1) ?? words.notKnownYet}
        <span className="under">{words.held.place(topic, partition, offset)}</span>
      </>
    ),
  },
  { name: words.services.service, cell: ({ service }) => service },
  {
    name: words.held.why,
    cell: ({ cause, state, attempts }) => (
      <>
        <span className={`state state-${state === 'dead' ? 'needs_attention' : 'on_its_way'}`}>{words.held.states[state]}</span>
        <span className="under">
          {cause ? `${cause.detail} ` : words.held.behind}
          {cause && <code>{cause.code}</code>} {attempts > 0 && `· ${words.held.attempts(attempts)}`}
        </span>
      </>
    ),
  },
  {
    name: words.held.order,
    cell: ({ key }) => (key && UUID.test(key) ? <OrderLink orderId={key}>{key.slice(0, 8)}</OrderLink> : '–'),
  },
  {
    name: words.held.since,
    numeric: true,
    cell: ({ heldAt }) => (
      <time dateTime={heldAt} title={formatTime(heldAt)}>
        {words.ago(formatAge(heldAt, now))}
      </time>
    ),
  },
  {
    name: words.services.next,
    cell: ({ id, service, type, key }) => {
      const about = [type?.split('.').at(-1), key].filter(Boolean).join(' · ') || words.held.message;
      return (
        <span className="acts">
          <ActButton request={{ act: 'redrive', service, id }} about={about} second />
          <ActButton request={{ act: 'discard_held', service, id }} about={about} second />
        </span>
      );
    },
  },
];
