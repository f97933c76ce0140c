import {
  CancelSalesOrderConsumer, PostInvoiceConsumer, PostPaymentConsumer, PostSalesOrderConsumer, RestErpAdapter,
  restErpCalls, restErpTarget,
} from '@kervan/erp-writer/parts';
import { defineTarget, Repeat, type Target } from '@kervan/outbound';
import { fixedSecret } from '@kervan/service-host';
import type { ModelService } from './service-process.js';

/** Times of the ERP's target in the model; milliseconds. */
export const erpTimes = { timeoutMs: 2_000, maxProcessingMs: 2_000, lookupLagMs: 500 } as const;
/** Calls to the ERP at the same time. */
export const ERP_SLOTS = 2;

/** erp-writer, for an ERP that makes of a repeated call what `repeat` says, and takes no longer than it is told to. */
export function erpWriter(repeat: Repeat, times: Pick<Target, keyof typeof erpTimes>): ModelService {
  const settings = {
    url: 'http://erp.model/erp',
    apiKey: fixedSecret('key'),
    ca: undefined,
    slots: ERP_SLOTS,
    ratePerSecond: undefined,
    ...times,
    keyLifetimeMs: 24 * 3_600_000,
    allowPlainHttp: true,
  };
  return {
    name: 'erp-writer',
    compose({ neverAsks }) {
      const { endpoint: _, ...target } = restErpTarget(settings);
      const isBlind = neverAsks === repeat;
      const asking = restErpCalls(defineTarget({ ...target, repeat: isBlind ? Repeat.key : repeat }));
      const calls = isBlind ? withoutLookUps(asking) : asking;
      return {
        calls: Object.values(calls),
        controllers(outbound) {
          const erp = new RestErpAdapter(outbound, calls);
          return [
            new PostSalesOrderConsumer(erp), new CancelSalesOrderConsumer(erp), new PostInvoiceConsumer(erp),
            new PostPaymentConsumer(erp),
          ];
        },
      };
    },
  };
}

function withoutLookUps(calls: ReturnType<typeof restErpCalls>): ReturnType<typeof restErpCalls> {
  const { salesOrder, cancellation, invoice, payment } = calls;
  const blind = <C extends { readonly lookUp?: unknown }>({ lookUp: _, ...call }: C): C => call as unknown as C;
  return {
    salesOrder: blind(salesOrder), cancellation: blind(cancellation), invoice: blind(invoice), payment: blind(payment),
  };
}
