import { defineTarget, Repeat, type Target } from '@kervan/outbound';
import type { ErpSettings } from '../../config.js';

/** The REST ERP: remembers idempotency keys for a while and keeps references unique; can be asked by reference. */
export function restErpTarget({ url, apiKey, ca, allowPlainHttp: _, ratePerSecond, ...limits }: ErpSettings): Target {
  return defineTarget({
    name: 'erp',
    baseUrl: url,
    headers: () => ({ authorization: `Bearer ${apiKey.current()}` }),
    ...(ca && { ca: () => ca.current() }),
    repeat: Repeat.key,
    ...limits,
    ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
  });
}
