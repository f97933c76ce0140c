import { useQuery } from '@tanstack/react-query';
import type { RedriveBatch } from '../../../src/ask-services/held-views';
import { formatTime } from '../format';
import { redriveBatchesQuery } from '../queries';
import { recordName } from '../words/held';
import { redriveWords } from '../words/held-together';
import { servicesWords } from '../words/services';
import { ActButton } from './acts';
import { type Column, DataTable } from './data-table';
import { Answered } from './notices';
import { itemsOf, type ServiceItem, Silent, someSilent } from './service-items';

type Batch = ServiceItem<RedriveBatch>;

/** The sets of messages that are, or lately were, handled again together, with their progress; where there are any. */
export function HeldBatches() {
  const query = useQuery(redriveBatchesQuery);
  return (
    <Answered query={query}>
      {({ services }) => {
        const batches = itemsOf(services).sort((one, other) => other.createdAt.localeCompare(one.createdAt));
        if (batches.length === 0 && !someSilent(services)) return null;
        return (
          <section aria-labelledby="batches" className="further">
            <h2 id="batches">{redriveWords.title}</h2>
            <Silent services={services} />
            {batches.length > 0 && (
              <DataTable
                caption={redriveWords.title}
                columns={columns}
                items={batches}
                keyOf={({ service, id }) => `${service} ${id}`}
              />
            )}
          </section>
        );
      }}
    </Answered>
  );
}

const whatOf = ({ filter: { cause, type, topic }, service }: Batch): string =>
  [cause, type === undefined ? topic : recordName(type), service].filter(Boolean).join(' · ');

const columns: readonly [Column<Batch>, ...Column<Batch>[]] = [
  {
    name: redriveWords.what,
    cell: (batch) => (
      <>
        {whatOf(batch)}
        <span className="under">{redriveWords.by(batch.by, formatTime(batch.createdAt))}</span>
        <span className="under">{batch.reason}</span>
      </>
    ),
  },
  {
    name: redriveWords.progress,
    cell: ({ total, done, skipped, skippedBy, perSecond }) => (
      <>
        <progress
          max={Math.max(1, total)}
          value={done + skipped}
          aria-label={redriveWords.of(done + skipped, total)}
        />
        <span className="under">
          {redriveWords.of(done + skipped, total)} · {redriveWords.perSecond(perSecond)}
        </span>
        {Object.entries(skippedBy).map(([code, count]) => (
          <span key={code} className="under">
            {redriveWords.skipped(count)} <code>{code}</code>
          </span>
        ))}
      </>
    ),
  },
  {
    name: redriveWords.state,
    cell: ({ state }) => <span className={`batch-${state}`}>{redriveWords.states[state]}</span>,
  },
  {
    name: servicesWords.next,
    cell: (batch) => {
      const { service, id, state } = batch;
      if (state !== 'running') return <span className="none">–</span>;
      return <ActButton request={{ act: 'cancel_redrives', service, id }} about={whatOf(batch)} second />;
    },
  },
];
