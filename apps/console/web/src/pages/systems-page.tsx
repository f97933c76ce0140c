import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { OutboundTarget } from '../../../src/ask-services/outbound-views';
import { formatAge, formatTime } from '../format';
import { ActButton } from '../parts/acts';
import { pauseEnd } from '../parts/asked-field';
import { type Column, DataTable } from '../parts/data-table';
import { Answered } from '../parts/notices';
import { FromServices, itemsOf, type ServiceItem } from '../parts/service-items';
import { useNow } from '../parts/use-now';
import { usePage } from '../parts/use-page';
import { WaitingCalls } from '../parts/waiting-calls';
import { targetsQuery } from '../queries';
import { servicesWords } from '../words/services';
import { systemsWords } from '../words/systems';

type Target = ServiceItem<OutboundTarget>;

/** The outside systems: whether calls go out to each and, if not, why; what waits; and the calls of one of them. */
export function SystemsPage() {
  const { service, target } = useSearch({ from: '/systems' });
  const query = useQuery(targetsQuery);
  const now = useNow();
  const heading = usePage(systemsWords.title);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {systemsWords.title}
      </h1>
      <p className="quiet">{systemsWords.lead}</p>
      <Answered query={query}>
        {({ services }) => {
          const targets = itemsOf(services);
          return (
            <FromServices services={services} none={systemsWords.none}>
              <DataTable
                caption={systemsWords.title}
                columns={columns(now)}
                items={targets}
                keyOf={({ service: caller, name }) => `${caller} ${name}`}
              />
            </FromServices>
          );
        }}
      </Answered>
      {service !== undefined && target !== undefined && <WaitingCalls service={service} target={target} />}
    </>
  );
}

const columns = (now: number): readonly [Column<Target>, ...Column<Target>[]] => [
  {
    name: systemsWords.system,
    cell: ({ name, slots, ratePerSecond }) => (
      <>
        {name}
        <span className="under">{systemsWords.limits(slots, ratePerSecond)}</span>
      </>
    ),
  },
  { name: servicesWords.service, cell: ({ service }) => service },
  { name: systemsWords.state, cell: (target) => <Gate target={target} /> },
  {
    name: systemsWords.waiting,
    cell: ({ waiting, service, name }) =>
      waiting.length === 0 ? (
        <span className="quiet">{systemsWords.nothing}</span>
      ) : (
        <>
          {waiting.map((of) => (
            <Waiting key={of.state} of={of} now={now} />
          ))}
          <Link to="/systems" search={{ service, target: name }} aria-label={`${systemsWords.show}: ${name}`}>
            {systemsWords.show}
          </Link>
        </>
      ),
  },
  {
    name: servicesWords.next,
    cell: ({ service, name, pause }) => {
      const about = `${name} · ${service}`;
      return pause ? (
        <>
          <ActButton request={{ act: 'resume_target', service, target: name }} about={about} second />
          <ActButton
            request={{ act: 'pause_target', service, target: name, seen: pause }}
            button={systemsWords.changePause}
            about={about}
            asks={pauseEnd}
            second
          />
        </>
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
        <span className="state state-needs_attention">{systemsWords.paused}</span>
        <span className="under">
          {systemsWords.pausedBy(pause.by, formatTime(pause.since))}
          {pause.until !== null && `, ${systemsWords.pausedUntil(formatTime(pause.until))}`}
        </span>
        <span className="under">{pause.reason}</span>
      </>
    );
  }
  const mark = gate === 'open' ? 'completed' : gate === 'failing' ? 'needs_attention' : 'on_its_way';
  const told = gate === null ? systemsWords.notKnown : (systemsWords.gates[gate] ?? gate);
  return <span className={`state wraps state-${mark}`}>{told}</span>;
}

interface WaitingProps {
  readonly of: OutboundTarget['waiting'][number];
  readonly now: number;
}

function Waiting({ of: { state, count, atLeast, forAPerson, oldest }, now }: WaitingProps) {
  return (
    <div>
      {systemsWords.count(count, atLeast)} {systemsWords.states[state] ?? state}
      <span className="under">
        {systemsWords.oldest(formatAge(oldest, now))}
        {forAPerson > 0 && ` · ${systemsWords.forAPerson(forAPerson)}`}
      </span>
    </div>
  );
}
