import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../problem/platform.problems.js';
import { clientAddress } from './client-address.js';
import type { EdgePolicy } from './edge-policy.js';

interface RouteForAll {
  readonly anyAddress?: true;
}

/** Marks a handler that answers clients whose addresses are not among the allowed: probes and metrics alone. */
export function AnyAddress(): MethodDecorator {
  return RouteConfig({ anyAddress: true } satisfies RouteForAll);
}

/** Refuses every request, also to a path that there is not, whose client is not among the allowed addresses. */
export function addAllowList(fastify: FastifyInstance, { allowedAddresses, trustedProxies }: EdgePolicy): void {
  if (!allowedAddresses) return;
  const isAllowed = (request: FastifyRequest): boolean => {
    if ((request.routeOptions.config as RouteForAll | undefined)?.anyAddress) return true;
    const client = clientAddress(request, trustedProxies);
    return client !== undefined && allowedAddresses.has(client);
  };
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(isAllowed(request) ? undefined : problem('address-not-allowed'));
  });
}
