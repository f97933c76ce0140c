import { Answers, openApiSchema, type Problem, RequestLimits, TakesBody } from '@kervan/service-host';
import { Body, Controller, HttpCode, HttpStatus, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { standardPayload } from '../read-order/standard/standard-payload.js';
import { type Shop, ShopsFile } from '../shop/shops.file.js';
import { verify } from '../signature/verify.js';
import type { WebhookRequest } from '../signature/webhook-request.js';
import { type DeliveryAnswer, deliveryAnswer, pingAnswer } from './delivery-answer.js';
import { countDelivery } from './delivery-metrics.js';
import { deliveryOf } from './delivery-of.js';
import { TakeDelivery } from './take-delivery.js';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** What WooCommerce sends, unsigned, when a webhook is saved. */
const PING = /^webhook_id=\d{1,18}$/;

/** `POST /v1/shops/{shop}/webhooks`: whatever a shop tells, answered once it is durable. */
@ApiTags('webhooks')
@Controller('v1/shops')
export class TakeDeliveryController {
  constructor(
    private readonly shops: ShopsFile,
    private readonly deliveries: TakeDelivery,
    private readonly limits: RequestLimits,
  ) {}

  @Post(':shop/webhooks')
  @HttpCode(HttpStatus.ACCEPTED)
  @TakesBody({ limitBytes: 1024 * 1024, mediaTypes: [JSON_TYPE, FORM_TYPE] })
  @ApiConsumes(JSON_TYPE)
  @ApiBody({
    schema: openApiSchema(standardPayload),
    description: 'The form of a Standard Webhooks sender. Shopify and WooCommerce are taken as they send their orders.',
  })
  @Answers(200, 'The ping of WooCommerce: nothing is done.', pingAnswer)
  @Answers(202, 'Durable; what cannot be used waits for a person.', deliveryAnswer)
  @ApiResponse({ status: 401, description: 'invalid-signature, timestamp-out-of-tolerance' })
  @ApiResponse({ status: 429, description: 'rate-limited: send it again after Retry-After; nothing was recorded.' })
  @ApiResponse({ status: 503, description: 'Send it again after Retry-After: it is taken once.' })
  async take(
    @Param('shop') code: string,
    @Req() request: FastifyRequest,
    @Body() bytes: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeliveryAnswer> {
    const { headers } = request;
    const body = Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0);
    if (isPing({ headers, body })) {
      void reply.status(HttpStatus.OK);
      return { status: 'ignored' };
    }
    const { profile } = await this.authentic(code, request, body);
    await this.limits.take({ request, reply }, profile.code, profile.requestsPerMinute);
    return this.deliveries.take(deliveryOf({ headers, body }, profile.provider, new Date()), profile);
  }

  private async authentic(code: string, request: FastifyRequest, body: Buffer): Promise<Shop> {
    const shop = this.shops.find(code);
    try {
      verify({ headers: request.headers, body }, shop, Date.now());
      return shop;
    } catch (error) {
      countDelivery(shop?.profile.code, 'refused');
      throw await this.limits.refusal(request, error as Problem);
    }
  }
}

/** The answer to a ping is the same for every shop, those included that there are not. */
function isPing({ headers, body }: WebhookRequest): boolean {
  return (
    (headers['content-type'] ?? '').startsWith(FORM_TYPE) && body.length < 64 && PING.test(body.toString('latin1'))
  );
}
