import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { HeldCause } from '../../../src/ask-services/held-views';
import { formatAge, formatTime } from '../format';
import { type HeldFilter, heldCausesQuery } from '../queries';
import { generalWords } from '../words/general';
import { heldWords, recordName } from '../words/held';
import { causeWords } from '../words/held-together';
import { locale } from '../words/language';
import { servicesWords } from '../words/services';
import { RedriveButton } from './acts';
import { type Column, DataTable } from './data-table';
import { Answered } from './notices';
import { itemsOf, type ServiceItem, Silent, someSilent } from './service-items';
import { useNow } from './use-now';

type Cause = ServiceItem<HeldCause>;

/** How many messages are held for which cause at all services, the most frequent first; each leads to its messages. */
export function HeldCauses() {
  const query = useQuery(heldCausesQuery);
  const now = useNow();
  return (
    <Answered query={query}>
      {({ services }) => {
        const causes = itemsOf(services).sort((one, other) => other.count - one.count);
        const most = causes[0]?.count ?? 1;
        if (causes.length === 0 && !someSilent(services)) return null;
        return (
          <section aria-labelledby="causes" className="further">
            <h2 id="causes">{causeWords.title}</h2>
            <Silent services={services} />
            {causes.length > 0 && (
              <DataTable
                className="causes"
                caption={causeWords.title}
                columns={columns(most, now)}
                items={causes}
                keyOf={({ service, cause, type, topic }) => JSON.stringify([service, cause, type, topic])}
              />
            )}
          </section>
        );
      }}
    </Answered>
  );
}

/** The messages that are counted for a cause. */
function filterOf({ service, cause, type, topic }: Cause): HeldFilter {
  return { service, ...(cause && { cause: cause.code }), ...(type && { type }), topic };
}

const columns = (most: number, now: number): readonly [Column<Cause>, ...Column<Cause>[]] => [
  {
    name: causeWords.cause,
    cell: ({ cause, ...of }) =>
      cause ? (
        <>
          <Link to="/held" search={filterOf({ cause, ...of })} className="order-link">
            {cause.code}
          </Link>
          <span className="under">{causeWords.stage(cause.stage)}</span>
        </>
      ) : (
        heldWords.behind
      ),
  },
  {
    name: causeWords.count,
    cell: ({ count, dead }) => (
      <>
        <span className="share">
          <span className="number">{count.toLocaleString(locale)}</span>
          <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect width={Math.max(1, (count / most) * 100)} height="8" />
          </svg>
        </span>
        {dead > 0 && <span className="under">{causeWords.dead(dead)}</span>}
      </>
    ),
  },
  {
    name: heldWords.message,
    cell: ({ type, topic }) => (
      <>
        {recordName(type)}
        <span className="under">{topic}</span>
      </>
    ),
  },
  { name: servicesWords.service, cell: ({ service }) => service },
  {
    name: heldWords.since,
    numeric: true,
    cell: ({ oldest, latest }) => (
      <>
        <time dateTime={latest} title={formatTime(latest)}>
          {generalWords.ago(formatAge(latest, now))}
        </time>
        <span className="under">{causeWords.first(formatAge(oldest, now))}</span>
      </>
    ),
  },
  { name: servicesWords.next, cell: (cause) => <RedriveCause {...cause} /> },
];

/** Has what is dead of a cause handled again; what only queues needs nothing. */
function RedriveCause(counted: Cause) {
  const { cause, type, dead } = counted;
  if (!cause || dead === 0) return <span className="none">–</span>;
  const { service: _service, ...filter } = filterOf(counted);
  const about = causeWords.about(cause.code, recordName(type), counted.service);
  return <RedriveButton service={counted.service} filter={filter} about={about} />;
}
