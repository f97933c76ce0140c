import { createHash, timingSafeEqual } from 'node:crypto';
import {
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServiceConfig } from '../config/service-config.js';
import { SERVICE_CONFIG } from '../config/service-config.token.js';
import { bearerToken, invalidToken } from '../http/bearer.js';
import { RequestLimits } from '../http/request-limits.js';
import { operatorKeys } from './operator-keys.js';

/** Lets only a bearer of an operator key pass; everyone else is answered 401 `invalid-token`. */
@Injectable()
export class OperatorGuard implements CanActivate {
  constructor(
    @Inject(SERVICE_CONFIG) private readonly config: ServiceConfig,
    private readonly limits: RequestLimits,
  ) {}

  /** @throws {Problem} 401 `invalid-token`; 429 `rate-limited`. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const token = bearerToken(request);
    const keys = operatorKeys(this.config.operatorKey.current());
    // every key is compared, so that the time tells nothing
    const matches = keys.filter((key) => token !== undefined && timingSafeEqual(digest(token), digest(key)));
    if (token === undefined || matches.length === 0) throw await this.limits.refusal(request, invalidToken());
    await this.limits.take({ request, reply: http.getResponse<FastifyReply>() }, `operator ${digest(token).toString('hex')}`);
    return true;
  }
}

function digest(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}

/** Marks a controller or handler as an operator's: it needs `Authorization: Bearer <operator key>`. */
export function Operator(): MethodDecorator & ClassDecorator {
  return applyDecorators(UseGuards(OperatorGuard), ApiBearerAuth('operator'));
}
