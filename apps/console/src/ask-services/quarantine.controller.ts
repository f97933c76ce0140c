import { Answers } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ForOperators } from '../request/for-operators.js';
import { type QuarantinedItem, quarantinedItem, type ServiceList, serviceList } from './service-views.js';
import { type ListReading, Services } from './services.js';

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
export const quarantines: Readonly<Record<string, ListReading<QuarantinedItem>>> = {
  'ecommerce-webhooks': { path: '/v1/quarantine?state=open&limit=100', item: shopItem },
  'edi-gateway': { path: '/v1/quarantine?limit=100', item: partnerItem },
};

/** `GET /v1/quarantine`: what shops and partners have sent that could not become an order. */
@ApiTags('services')
@Controller('v1/quarantine')
@ForOperators()
export class QuarantineController {
  constructor(private readonly services: Services) {}

  @Get()
  @ApiOperation({ summary: 'Genuine messages that could not be understood, each with field and reason' })
  @Answers(200, 'By service; at most 100 of each.', serviceList(quarantinedItem))
  async list(): Promise<ServiceList<QuarantinedItem>> {
    const known = Object.entries(quarantines).filter(([name]) => this.services.knows(name));
    return { services: await Promise.all(known.map(([name, reading]) => this.services.read(name, reading))) };
  }
}
