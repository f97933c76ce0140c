import type { DocumentSummary } from '../../../src/views';
import { formatAmount, formatTime } from '../format';
import { channelName, words } from '../words';
import { type Column, DataTable } from './data-table';
import { OrderLink } from './order-link';
import { StateMark, TestMark } from './state-mark';

const columns: readonly [Column<DocumentSummary>, ...Column<DocumentSummary>[]] = [
  {
    name: words.documents.number,
    cell: ({ orderId, orderNumber, mode }) => (
      <>
        <OrderLink orderId={orderId}>{orderNumber}</OrderLink> <TestMark mode={mode} />
      </>
    ),
  },
  { name: words.documents.state, cell: ({ state }) => <StateMark state={state} /> },
  { name: words.documents.channel, cell: ({ channel }) => channelName(channel) },
  { name: words.documents.invoice, cell: ({ invoiceNumber }) => invoiceNumber ?? <Nothing /> },
  { name: words.documents.placed, cell: ({ placedAt, firstAt }) => <time dateTime={placedAt ?? firstAt}>{formatTime(placedAt ?? firstAt)}</time> },
  {
    name: words.documents.amount,
    numeric: true,
    cell: ({ amount, currency }) => (amount === null ? <Nothing /> : formatAmount(amount, currency)),
  },
];

/** Stands for what is not there; left out on a narrow screen. */
function Nothing() {
  return <span className="none">–</span>;
}

/** Orders, each a way to its timeline. */
export function DocumentsTable({ caption, items }: { readonly caption: string; readonly items: readonly DocumentSummary[] }) {
  return (
    <DataTable
      className="documents"
      caption={caption}
      columns={columns}
      items={items}
      keyOf={({ orderId }) => orderId}
    />
  );
}
