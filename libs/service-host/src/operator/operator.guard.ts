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
import type { FastifyRequest } from 'fastify';
import type { ServiceConfig } from '../config/service-config.js';
import { SERVICE_CONFIG } from '../config/service-config.token.js';
import { bearerToken, invalidToken } from '../http/bearer.js';

/** Lets only a bearer of the operator key pass; everyone else is answered 401 `invalid-token`. */
@Injectable()
export class OperatorGuard implements CanActivate {
  private readonly keyDigest: Buffer;

  constructor(@Inject(SERVICE_CONFIG) config: ServiceConfig) {
    this.keyDigest = digest(config.operatorKey);
  }

  canActivate(context: ExecutionContext): boolean {
    const token = bearerToken(context.switchToHttp().getRequest<FastifyRequest>());
    if (token === undefined || !timingSafeEqual(digest(token), this.keyDigest)) throw invalidToken();
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
