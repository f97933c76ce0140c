import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorApi } from '../platform/operator-api.js';
import { urlOf, type Installation } from '../platform/services.js';
import type { Passage } from './times.js';

interface LedgerLine {
  readonly kind: string;
  readonly at: string;
  readonly orderNumber?: string;
}

interface SalesPage {
  readonly items: readonly { readonly orderNumber: string; readonly acceptedAt: string; readonly stateSince: string }[];
  readonly next?: string;
}

/**
 * How the completed orders that were accepted since `since` (milliseconds since 1970) passed: accepted and completed as
 * pos-ingest tells, in the ERP as the ERP's own ledger tells.
 */
export async function passagesSince(installation: Installation, since: number): Promise<Passage[]> {
  const inErp = new Map<string, number>();
  const ledger = readFileSync(join(installation.folder, 'sandbox', 'erp.jsonl'), 'utf8');
  for (const line of ledger.split('\n').filter(Boolean)) {
    const { kind, orderNumber, at } = JSON.parse(line) as LedgerLine;
    if (kind === 'sales-order' && orderNumber) inErp.set(orderNumber, Date.parse(at));
  }
  const passages: Passage[] = [];
  for await (const sale of completedSales(installation)) {
    const acceptedAt = Date.parse(sale.acceptedAt);
    if (acceptedAt < since) continue;
    passages.push({
      orderNumber: sale.orderNumber,
      acceptedAt,
      inErpAt: inErp.get(sale.orderNumber),
      completedAt: Date.parse(sale.stateSince),
    });
  }
  return passages;
}

async function* completedSales(installation: Installation): AsyncGenerator<SalesPage['items'][number]> {
  const api = new OperatorApi(installation.secrets);
  const url = `${urlOf('pos-ingest', installation)}/admin/sales?state=completed&limit=200`;
  let after: string | undefined;
  do {
    const page: SalesPage = await api.get(after ? `${url}&after=${encodeURIComponent(after)}` : url);
    yield* page.items;
    after = page.next;
  } while (after);
}
