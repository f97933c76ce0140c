import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { OutboundCall } from '../../../src/ask-services/outbound-views';
import { formatTime, isId } from '../format';
import { callsQuery } from '../queries';
import { heldWords } from '../words/held';
import { servicesWords } from '../words/services';
import { systemsWords } from '../words/systems';
import { ActButton } from './acts';
import { type Column, DataTable } from './data-table';
import { Answered } from './notices';
import { OrderLink } from './order-link';
import { FromServices, itemsOf, type ServiceItem } from './service-items';

type Call = ServiceItem<OutboundCall>;

/** The calls that wait for one outside system, with what may be decided about each from here. */
export function WaitingCalls({ service, target }: { readonly service: string; readonly target: string }) {
  const query = useQuery(callsQuery({ service, target }));
  return (
    <section aria-labelledby="calls" className="further">
      <div className="section-head">
        <h2 id="calls">{systemsWords.calls(target)}</h2>
        <Link to="/systems" search={{}}>
          {systemsWords.all}
        </Link>
      </div>
      <Answered query={query}>
        {({ services }) => {
          const calls = itemsOf(services);
          return (
            <FromServices services={services} none={systemsWords.noCalls}>
              <DataTable caption={systemsWords.calls(target)} columns={columns} items={calls} keyOf={({ id }) => id} />
            </FromServices>
          );
        }}
      </Answered>
    </section>
  );
}

const columns: readonly [Column<Call>, ...Column<Call>[]] = [
  {
    name: systemsWords.call,
    cell: ({ type, id, attempts }) => (
      <>
        {type}
        <span className="under">
          {id}
          {attempts > 0 && ` · ${heldWords.attempts(attempts)}`}
        </span>
      </>
    ),
  },
  {
    name: heldWords.order,
    cell: ({ orderKey }) => (isId(orderKey) ? <OrderLink orderId={orderKey}>{orderKey.slice(0, 8)}</OrderLink> : orderKey),
  },
  {
    name: systemsWords.standing,
    cell: ({ state }) => {
      const mark = state === 'unknown' ? 'needs_attention' : 'on_its_way';
      return <span className={`state state-${mark}`}>{systemsWords.callStates[state]}</span>;
    },
  },
  {
    name: systemsWords.due,
    cell: ({ dueAt, service, id }) =>
      dueAt === null ? (
        <>
          {systemsWords.byAPerson}
          <span className="under">
            {systemsWords.decide} <code>{`${service} POST /admin/calls/${id}/decision`}</code>
          </span>
        </>
      ) : (
        systemsWords.dueAt(formatTime(dueAt))
      ),
  },
  {
    name: systemsWords.made,
    numeric: true,
    cell: ({ createdAt }) => <time dateTime={createdAt}>{formatTime(createdAt)}</time>,
  },
  {
    name: servicesWords.next,
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
