import { useInfiniteQuery } from '@tanstack/react-query';
import type { DocumentSummary } from '../../../src/views';
import { formatAge, formatTime } from '../format';
import { type Column, DataTable } from '../parts/data-table';
import { FromIntake } from '../parts/from-intake';
import { MorePages } from '../parts/more-pages';
import { Answered, Notice } from '../parts/notices';
import { OrderLink } from '../parts/order-link';
import { TestMark } from '../parts/state-mark';
import { useNow } from '../parts/use-now';
import { usePage } from '../parts/use-page';
import { attentionPages } from '../queries';
import { attentionWords, reasonFor } from '../words/attention';
import { channelName, stepName } from '../words/documents';

/** Every order that waits for a person, the one that has waited longest first, with the reason and what to do. */
export function AttentionPage() {
  const query = useInfiniteQuery(attentionPages);
  const heading = usePage(attentionWords.title);
  const now = useNow();
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {attentionWords.title}
      </h1>
      <p className="quiet">{attentionWords.lead}</p>
      <Answered query={query}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return (
            <FromIntake
              incomplete={pages.at(-1)?.incomplete}
              isEmpty={items.length === 0}
              none={<Notice title={attentionWords.none} />}
            >
              <DataTable
                caption={attentionWords.title}
                columns={columns(now)}
                items={items}
                keyOf={({ orderId }) => orderId}
              />
            </FromIntake>
          );
        }}
      </Answered>
      <MorePages query={query} />
    </>
  );
}

const columns = (now: number): readonly [Column<DocumentSummary>, ...Column<DocumentSummary>[]] => [
  {
    name: attentionWords.order,
    cell: ({ orderId, orderNumber, channel, mode }) => (
      <>
        <OrderLink orderId={orderId}>{orderNumber}</OrderLink> <TestMark mode={mode} />
        <span className="under">{channelName(channel)}</span>
      </>
    ),
  },
  {
    name: attentionWords.reason,
    cell: ({ attention }) =>
      attention && (
        <>
          {reasonFor(attention).why}
          <span className="under">
            {attentionWords.at(stepName(attention.step))}. {attention.detail}
          </span>
        </>
      ),
  },
  { name: attentionWords.next, cell: ({ attention }) => attention && reasonFor(attention).next },
  {
    name: attentionWords.since,
    numeric: true,
    cell: ({ attention }) =>
      attention && (
        <time dateTime={attention.since} title={formatTime(attention.since)}>
          {formatAge(attention.since, now)}
        </time>
      ),
  },
];
