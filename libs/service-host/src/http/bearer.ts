import type { FastifyRequest } from 'fastify';
import type { Problem } from '../problem/problem.js';
import { problem } from '../problem/platform.problems.js';

/** The token of `Authorization: Bearer <token>` (RFC 6750), if there is one of at most 512 characters. */
export function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer +([A-Za-z0-9\-._~+/]{1,512}=*)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** 401 with the challenge of RFC 6750; the same for a missing, unknown or revoked key. */
export function invalidToken(): Problem {
  return problem('invalid-token', { headers: { 'www-authenticate': 'Bearer realm="kervan"' } });
}
