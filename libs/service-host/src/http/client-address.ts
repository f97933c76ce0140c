import type { FastifyRequest } from 'fastify';
import { type AddressRanges, plainAddress } from './address-ranges.js';

/**
 * Where a request comes from: the peer of the connection, or what trusted proxies say of it in `X-Forwarded-For`.
 *
 * The header is read from its end, as far as trusted proxies wrote it: the last address that is no such proxy's counts, and
 * whatever a client put before it does not. Undefined where a trusted proxy names something that is no address.
 */
export function clientAddress(request: FastifyRequest, trusted: AddressRanges): string | undefined {
  const forwarded = request.headers['x-forwarded-for'];
  const hops = forwarded === undefined ? [] : [forwarded].flat().join(',').split(',');
  let client = plainAddress(request.socket.remoteAddress ?? '');
  while (client !== undefined && hops.length > 0 && trusted.has(client)) client = addressOf(hops.pop()!.trim());
  return client;
}

/** An entry of the header: an address, with a port where the proxy adds it. */
function addressOf(entry: string): string | undefined {
  const [, bracketed, withPort] = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/.exec(entry) ?? [];
  return plainAddress(bracketed ?? withPort ?? entry);
}
