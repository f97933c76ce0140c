import { defineTarget, Repeat, type Target } from '@kervan/outbound';
import type { ErpSettings } from '../../config.js';

/** The REST ERP: remembers idempotency keys for a while and keeps references unique; can be asked by reference. */
export function restErpTarget({ url, apiKey, oauth, ca, allowPlainHttp: _, ratePerSecond, ...limits }: ErpSettings): Target {
  const key = (): string => apiKey.current();
  return defineTarget({
    name: 'erp',
    baseUrl: url,
    ...(oauth ? { oauth: { ...oauth, clientSecret: key } } : { headers: () => ({ authorization: `Bearer ${key()}` }) }),
    ...(ca && { ca: () => ca.current() }),
    repeat: Repeat.key,
    ...limits,
    ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
  });
}
