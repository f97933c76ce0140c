/** A sale that pos-ingest has accepted. */
export interface AcceptedSale {
  readonly orderNumber: string;
  readonly gross: string;
}

/** What the outside world recorded, as far as sales are verified by it. */
export interface LedgerLine {
  readonly kind: string;
  readonly at: string;
  readonly orderNumber?: string;
  readonly number?: string;
  readonly status?: string;
  readonly invoice?: { readonly orderNumber?: string; readonly totals?: { readonly payable?: string } };
  readonly body?: { readonly totals?: { readonly gross?: string }; readonly total?: string };
}

/** What the ledgers say about the sales of a run. */
export interface Verification {
  /** Sales with exactly one ERP order, one accepted invoice, one ERP invoice and one payment, each of its amount. */
  readonly verified: ReadonlySet<string>;
  /** Accepted sales that lack one of them, or have one of another amount. */
  readonly lost: readonly string[];
  /** Orders that have one of them twice. */
  readonly doubled: readonly string[];
  /** Orders in the ledgers that no accepted sale stands behind. */
  readonly unasked: readonly string[];
  /** When the ERP recorded each order; milliseconds since 1970. */
  readonly inErpAt: ReadonlyMap<string, number>;
}

interface Effects {
  orders: number;
  transmissions: number;
  acceptances: number;
  invoices: number;
  payments: number;
  otherAmounts: number;
}

/** Checks accepted sales against the ERP's and the integrator's own ledgers. */
export function verify(
  sales: readonly AcceptedSale[],
  erp: readonly LedgerLine[],
  integrator: readonly LedgerLine[],
): Verification {
  const grossOf = new Map(sales.map(({ orderNumber, gross }) => [orderNumber, gross]));
  const effects = new Map<string, Effects>();
  const inErpAt = new Map<string, number>();
  const of = (orderNumber: string): Effects => {
    const known = effects.get(orderNumber) ?? noEffects();
    effects.set(orderNumber, known);
    return known;
  };
  for (const { kind, orderNumber = '', body, at } of erp) {
    const own = of(orderNumber);
    if (kind === 'sales-order') inErpAt.set(orderNumber, Date.parse(at));
    if (kind === 'sales-order') own.orders += 1;
    else if (kind === 'invoice') own.invoices += 1;
    else if (kind === 'payment') own.payments += 1;
    else continue;
    if ((body?.totals?.gross ?? body?.total) !== grossOf.get(orderNumber)) own.otherAmounts += 1;
  }
  const orderOfInvoice = new Map<string, string>();
  for (const { kind, number = '', invoice, status } of integrator) {
    if (kind === 'transmission') {
      const ofOrder = invoice?.orderNumber ?? '';
      const own = of(ofOrder);
      orderOfInvoice.set(number, ofOrder);
      own.transmissions += 1;
      if (invoice?.totals?.payable !== grossOf.get(ofOrder)) own.otherAmounts += 1;
    } else if (kind === 'decision' && status === 'accepted') {
      of(orderOfInvoice.get(number) ?? '').acceptances += 1;
    }
  }
  const verified = new Set(sales.map(({ orderNumber }) => orderNumber).filter((one) => isWhole(effects.get(one))));
  const doubled = [...effects].filter(([, counts]) => isDoubled(counts)).map(([orderNumber]) => orderNumber);
  const known = new Set(doubled);
  return {
    verified,
    doubled,
    lost: [...grossOf.keys()].filter((orderNumber) => !verified.has(orderNumber) && !known.has(orderNumber)),
    unasked: [...effects.keys()].filter((orderNumber) => !grossOf.has(orderNumber)),
    inErpAt,
  };
}

function noEffects(): Effects {
  return { orders: 0, transmissions: 0, acceptances: 0, invoices: 0, payments: 0, otherAmounts: 0 };
}

function isWhole(effects: Effects | undefined): boolean {
  if (!effects || effects.otherAmounts > 0) return false;
  const { orders, transmissions, acceptances, invoices, payments } = effects;
  return [orders, transmissions, acceptances, invoices, payments].every((count) => count === 1);
}

function isDoubled({ orders, transmissions, acceptances, invoices, payments }: Effects): boolean {
  return [orders, transmissions, acceptances, invoices, payments].some((count) => count > 1);
}
