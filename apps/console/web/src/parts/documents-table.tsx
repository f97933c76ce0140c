import type { DocumentSummary } from '../../../src/views';
import { formatAmount, formatTime } from '../format';
import { channelName, documentsWords } from '../words/documents';
import { type Column, DataTable } from './data-table';
import { OrderLink } from './order-link';
import { StateMark, TestMark } from './state-mark';

const columns: readonly [Column<DocumentSummary>, ...Column<DocumentSummary>[]] = [
  {
    name: documentsWords.number,
    cell: ({ orderId, orderNumber, mode }) => (
      <>
        <OrderLink orderId={orderId}>{orderNumber}</OrderLink> <TestMark mode={mode} />
      </>
    ),
  },
  { name: documentsWords.state, cell: ({ state }) => <StateMark state={state} /> },
  { name: documentsWords.channel, cell: ({ channel }) => channelName(channel) },
  { name: documentsWords.invoice, cell: ({ invoiceNumber }) => invoiceNumber ?? <Nothing /> },
  { name: documentsWords.placed, cell: ({ placedAt, firstAt }) => <time dateTime={placedAt ?? firstAt}>{formatTime(placedAt ?? firstAt)}</time> },
  {
    name: documentsWords.amount,
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
