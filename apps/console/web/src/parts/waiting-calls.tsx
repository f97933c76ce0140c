import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { OutboundCall } from '../../../src/ask-services/outbound-views';
import { formatTime, isId } from '../format';
import { callsQuery } from '../queries';
import { words } from '../words';
import { ActButton } from './acts';
import { type Column, DataTable } from './data-table';
import { Answered, Notice } from './notices';
import { OrderLink } from './order-link';
import { itemsOf, type ServiceItem, Silent } from './service-items';

type Call = ServiceItem<OutboundCall>;

/** The calls that wait for one outside system, with what may be decided about each from here. */
export function WaitingCalls({ service, target }: { readonly service: string; readonly target: string }) {
  const query = useQuery(callsQuery({ service, target }));
  return (
    <section aria-labelledby="calls" className="further">
      <div className="section-head">
        <h2 id="calls">{words.systems.calls(target)}</h2>
        <Link to="/systems" search={{}}>
          {words.systems.all}
        </Link>
      </div>
      <Answered query={query}>
        {({ services }) => {
          const calls = itemsOf(services);
          return (
            <>
              <Silent services={services} />
              {calls.length === 0 ? (
                <Notice title={words.systems.noCalls} />
              ) : (
                <DataTable caption={words.systems.calls(target)} columns={columns} items={calls} keyOf={({ id }) => id} />
              )}
              {services.some(({ more }) => more) && <p className="quiet">{words.morePlaces}</p>}
            </>
          );
        }}
      </Answered>
    </section>
  );
}

const columns: readonly [Column<Call>, ...Column<Call>[]] = [
  {
    name: words.systems.call,
    cell: ({ type, id, attempts }) => (
      <>
        {type}
        <span className="under">
          {id}
          {attempts > 0 && ` · ${words.held.attempts(attempts)}`}
        </span>
      </>
    ),
  },
  {
    name: words.held.order,
    cell: ({ orderKey }) => (isId(orderKey) ? <OrderLink orderId={orderKey}>{orderKey.slice(0, 8)}</OrderLink> : orderKey),
  },
  {
    name: words.systems.standing,
    cell: ({ state }) => {
      const mark = state === 'unknown' ? 'needs_attention' : 'on_its_way';
      return <span className={`state state-${mark}`}>{words.systems.callStates[state]}</span>;
    },
  },
  {
    name: words.systems.due,
    cell: ({ dueAt, service, id }) =>
      dueAt === null ? (
        <>
          {words.systems.byAPerson}
          <span className="under">
            {words.systems.decide} <code>{`${service} POST /admin/calls/${id}/decision`}</code>
          </span>
        </>
      ) : (
        words.systems.dueAt(formatTime(dueAt))
      ),
  },
  {
    name: words.systems.made,
    numeric: true,
    cell: ({ createdAt }) => <time dateTime={createdAt}>{formatTime(createdAt)}</time>,
  },
  {
    name: words.services.next,
    cell: ({ service, id, type, state, dueAt }) => {
      const about = `${type} · ${id}`;
      if (dueAt === null && state !== 'pending') return <span className="none">–</span>;
      return (
        <span className="acts">
          {dueAt !== null && <ActButton request={{ act: 'try_call_now', service, id }} about={about} second />}
          {state === 'pending' && <ActButton request={{ act: 'withdraw_call', service, id }} about={about} second />}
        </span>
      );
    },
  },
];
