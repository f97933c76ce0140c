import { Operator } from '@kervan/service-host';
import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';

/** Keeps answers out of caches: they are of this moment, and not for whoever uses the browser next. */
@Injectable()
class NoStore implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    void context.switchToHttp().getResponse<FastifyReply>().header('cache-control', 'no-store');
    return next.handle();
  }
}

/** Marks a controller of the API: it needs the operator key, and no cache keeps what it answers. */
export function ForOperators(): ClassDecorator {
  return applyDecorators(Operator(), UseInterceptors(NoStore)) as ClassDecorator;
}
