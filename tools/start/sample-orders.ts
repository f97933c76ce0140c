import { orderFacts } from '../inspect/order-facts.js';
import { renderTimeline } from '../inspect/timeline.js';
import { OperatorApi } from '../platform/operator-api.js';
import { urlOf, type Installation } from '../platform/services.js';

interface SalesPage {
  readonly items: readonly { readonly orderNumber: string; readonly documents: readonly { readonly type: string }[] }[];
}

/** The timelines of three orders: a receipt, an invoiced one, and one that waits for a person, where there are such. */
export async function sampleOrders(installation: Installation): Promise<string> {
  const api = new OperatorApi(installation.secrets);
  const sales = async (state: string): Promise<SalesPage['items']> =>
    (await api.get<SalesPage>(`${urlOf('pos-ingest', installation)}/admin/sales?state=${state}&limit=200`)).items;
  const [completed, waiting] = await Promise.all([sales('completed'), sales('needs_attention')]);
  const invoiced = ({ documents }: SalesPage['items'][number]): boolean => documents.some(({ type }) => type === 'invoice');
  const samples = [completed.findLast((sale) => !invoiced(sale)), completed.findLast(invoiced), waiting.at(-1)];
  const texts = samples.flatMap((sale) => (sale ? [timelineOf(installation, sale.orderNumber)] : []));
  return (await Promise.all(texts)).join('\n\n');
}

async function timelineOf(installation: Installation, orderNumber: string): Promise<string> {
  const facts = await orderFacts(installation, orderNumber);
  return facts ? `${orderNumber}  ${facts.state}\n${renderTimeline(facts.happenings)}` : orderNumber;
}
