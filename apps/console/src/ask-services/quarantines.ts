import { z } from 'zod';
import type { QuarantinedItem } from './service-views.js';
import type { Reading } from './services.js';

const finding = z.object({ code: z.string(), detail: z.string().nullish() });

const shopItem = z
  .object({
    id: z.string(),
    shop: z.string(),
    topic: z.string(),
    orderNumber: z.string().nullish(),
    findings: z.array(finding.extend({ pointer: z.string().nullish() })),
    receivedAt: z.string(),
  })
  .transform(({ id, shop, topic, orderNumber, findings, receivedAt }): QuarantinedItem => ({
    id,
    sender: shop,
    what: topic,
    reference: orderNumber ?? null,
    findings: findings.map(({ pointer, code, detail }) => ({ field: pointer ?? '', code, detail: detail ?? null })),
    since: receivedAt,
  }));

const partnerItem = z
  .object({
    id: z.string(),
    partner: z.string(),
    type: z.string(),
    reference: z.string(),
    findings: z.array(finding.extend({ field: z.string() })),
    stateSince: z.string(),
  })
  .transform(({ id, partner, type, reference, findings, stateSince }): QuarantinedItem => ({
    id,
    sender: partner,
    what: type,
    reference,
    findings: findings.map(({ field, code, detail }) => ({ field, code, detail: detail ?? null })),
    since: stateSince,
  }));

/** The services that keep a quarantine, and how each tells of it. */
export const quarantines: Readonly<Record<string, Reading<QuarantinedItem>>> = {
  'ecommerce-webhooks': { path: '/v1/quarantine?state=open&limit=100', item: shopItem },
  'edi-gateway': { path: '/v1/quarantine?limit=100', item: partnerItem },
};
