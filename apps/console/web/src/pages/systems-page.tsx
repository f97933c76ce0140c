import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { OutboundTarget } from '../../../src/ask-services/outbound-views';
import { formatAge, formatTime } from '../format';
import { ActButton } from '../parts/acts';
import { pauseEnd } from '../parts/asked-field';
import { type Column, DataTable } from '../parts/data-table';
import { Answered, Notice } from '../parts/notices';
import { itemsOf, type ServiceItem, Silent } from '../parts/service-items';
import { useNow } from '../parts/use-now';
import { usePage } from '../parts/use-page';
import { WaitingCalls } from '../parts/waiting-calls';
import { targetsQuery } from '../queries';
import { words } from '../words';

type Target = ServiceItem<OutboundTarget>;

/** The outside systems: whether calls go out to each and, if not, why; what waits; and the calls of one of them. */
export function SystemsPage() {
  const { service, target } = useSearch({ from: '/systems' });
  const query = useQuery(targetsQuery);
  const now = useNow();
  const heading = usePage(words.systems.title);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {words.systems.title}
      </h1>
      <p className="quiet">{words.systems.lead}</p>
      <Answered query={query}>
        {({ services }) => {
          const targets = itemsOf(services);
          return (
            <>
              <Silent services={services} />
              {targets.length === 0 ? (
                <Notice title={words.systems.none} />
              ) : (
                <DataTable
                  caption={words.systems.title}
                  columns={columns(now)}
                  items={targets}
                  keyOf={({ service: caller, name }) => `${caller} ${name}`}
                />
              )}
            </>
          );
        }}
      </Answered>
      {service !== undefined && target !== undefined && <WaitingCalls service={service} target={target} />}
    </>
  );
}

const columns = (now: number): readonly [Column<Target>, ...Column<Target>[]] => [
  {
    name: words.systems.system,
    cell: ({ name, slots, ratePerSecond }) => (
      <>
        {name}
        <span className="under">{words.systems.limits(slots, ratePerSecond)}</span>
      </>
    ),
  },
  { name: words.services.service, cell: ({ service }) => service },
  { name: words.systems.state, cell: (target) => <Gate target={target} /> },
  {
    name: words.systems.waiting,
    cell: ({ waiting, service, name }) =>
      waiting.length === 0 ? (
        <span className="quiet">{words.systems.nothing}</span>
      ) : (
        <>
          {waiting.map((of) => (
            <Waiting key={of.state} of={of} now={now} />
          ))}
          <Link to="/systems" search={{ service, target: name }} aria-label={`${words.systems.show}: ${name}`}>
            {words.systems.show}
          </Link>
        </>
      ),
  },
  {
    name: words.services.next,
    cell: ({ service, name, pause }) => {
      const about = `${name} · ${service}`;
      return pause ? (
        <ActButton request={{ act: 'resume_target', service, target: name }} about={about} second />
      ) : (
        <ActButton request={{ act: 'pause_target', service, target: name }} about={about} asks={pauseEnd} second />
      );
    },
  },
];

/** Whether calls go out, in words and with a sign; a person's pause before everything else. */
function Gate({ target: { gate, pause } }: { readonly target: Target }) {
  if (pause) {
    return (
      <>
        <span className="state state-needs_attention">{words.systems.paused}</span>
        <span className="under">
          {words.systems.pausedBy(pause.by, formatTime(pause.since))}
          {pause.until !== null && `, ${words.systems.pausedUntil(formatTime(pause.until))}`}
        </span>
        <span className="under">{pause.reason}</span>
      </>
    );
  }
  const mark = gate === 'open' ? 'completed' : gate === 'failing' ? 'needs_attention' : 'on_its_way';
  const told = gate === null ? words.systems.notKnown : (words.systems.gates[gate] ?? gate);
  return <span className={`state wraps state-${mark}`}>{told}</span>;
}

interface WaitingProps {
  readonly of: OutboundTarget['waiting'][number];
  readonly now: number;
}

function Waiting({ of: { state, count, atLeast, forAPerson, oldest }, now }: WaitingProps) {
  return (
    <div>
      {words.systems.count(count, atLeast)} {words.systems.states[state] ?? state}
      <span className="under">
        {words.systems.oldest(formatAge(oldest, now))}
        {forAPerson > 0 && ` · ${words.systems.forAPerson(forAPerson)}`}
      </span>
    </div>
  );
}
