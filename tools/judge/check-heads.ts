import { dayInTurkey } from './business-date.js';
import { acceptedOf, standingOrders, type Effects } from './effects.js';
import { finding, type Finding } from './finding.js';
import { type Input } from './inputs.js';
import { type ErpDocument, type Transmission } from './ledger-lines.js';

type Ordered = Pick<Input, 'orderNumber' | 'content' | 'writtenAt'>;

/** Where a document is of another company, mode or date than its order, or than the invoice that it refers to. */
export function checkHeads(input: Ordered, effects: Effects): Finding[] {
  const orders = standingOrders(effects);
  const accepted = acceptedOf(effects)[0]?.last;
  return [
    ...[...orders, ...effects.erpInvoices, ...effects.payments].flatMap((document) => checkSeller(input, document)),
    ...orders.flatMap((order) => checkBusinessDate(input, order)),
    ...effects.invoices.flatMap(({ last }) => checkIssueDate(input, last)),
    ...(accepted ? effects.erpInvoices.flatMap((invoice) => checkBookedDate(input, invoice, accepted)) : []),
  ];
}

function checkSeller({ orderNumber, content: { company, mode } }: Ordered, { number, body }: ErpDocument): Finding[] {
  const differs = (what: string, told: string | undefined, wanted: string | undefined): Finding[] => {
    if (wanted === undefined || told === wanted) return [];
    return [finding(`${what}-differs`, orderNumber, `${number} is booked under the ${what} ${told}, not ${wanted}`)];
  };
  return [...differs('company', body.company, company), ...differs('mode', body.mode, mode)];
}

function checkBusinessDate({ orderNumber, content: { businessDate } }: Ordered, { number, body }: ErpDocument): Finding[] {
  if (businessDate === undefined || body.businessDate === businessDate) return [];
  return [dateDiffers(orderNumber, `${number} is of ${body.businessDate}, the order of ${businessDate}`)];
}

/** An invoice is dated on the day on which it is written: after its order was, and before it is transmitted. */
function checkIssueDate({ orderNumber, writtenAt }: Ordered, { number, invoice: { issueDate }, at }: Transmission): Finding[] {
  const [earliest, latest] = [writtenAt === undefined ? '' : dayInTurkey(writtenAt), dayInTurkey(at)];
  if (issueDate >= earliest && issueDate <= latest) return [];
  return [dateDiffers(orderNumber, `${number} is of ${issueDate}; ordered on ${earliest || 'no known day'}, transmitted on ${latest}`)];
}

function checkBookedDate({ orderNumber }: Ordered, { number, body }: ErpDocument, { invoice }: Transmission): Finding[] {
  if (body.issueDate === invoice.issueDate) return [];
  return [dateDiffers(orderNumber, `${number} is of ${body.issueDate}, the invoice that the authority has of ${invoice.issueDate}`)];
}

function dateDiffers(orderNumber: string, detail: string): Finding {
  return finding('date-differs', orderNumber, detail);
}
