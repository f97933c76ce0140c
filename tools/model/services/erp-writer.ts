import {
  CancelSalesOrderConsumer, PostInvoiceConsumer, PostPaymentConsumer, PostSalesOrderConsumer, RestErpAdapter,
  restErpCalls, restErpTarget,
} from '@kervan/erp-writer/parts';
import { defineTarget, type Repeat } from '@kervan/outbound';
import { fixedSecret } from '@kervan/service-host';
import type { ModelService } from './service-process.js';

/** Times of the ERP's target in the model; milliseconds. */
export const erpTimes = { timeoutMs: 2_000, maxProcessingMs: 2_000, lookupLagMs: 500 } as const;
/** Calls to the ERP at the same time. */
export const ERP_SLOTS = 2;

/** erp-writer, for an ERP that makes of a repeated call what `repeat` says. */
export function erpWriter(repeat: Repeat): ModelService {
  const settings = {
    url: 'http://erp.model/erp',
    apiKey: fixedSecret('key'),
    ca: undefined,
    slots: ERP_SLOTS,
    ratePerSecond: undefined,
    ...erpTimes,
    keyLifetimeMs: 24 * 3_600_000,
    allowPlainHttp: true,
  };
  return {
    name: 'erp-writer',
    compose({ erpRepeat }) {
      const { endpoint: _, ...target } = restErpTarget(settings);
      const calls = restErpCalls(defineTarget({ ...target, repeat: erpRepeat ?? repeat }));
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
