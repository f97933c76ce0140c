import { defineTarget, Repeat, type Target } from '@kervan/outbound';
import type { ErpSettings } from '../../config.js';

/** The REST ERP: remembers idempotency keys for a while and keeps references unique; can be asked by reference. */
export function restErpTarget({ url, apiKey, allowPlainHttp: _, ratePerSecond, ...limits }: ErpSettings): Target {
  return defineTarget({
    name: 'erp',
    baseUrl: url,
    headers: () => ({ authorization: `Bearer ${apiKey}` }),
    repeat: Repeat.key,
    ...limits,
    ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
  });
}
