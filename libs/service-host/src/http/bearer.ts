import type { FastifyRequest } from 'fastify';
import type { Problem } from '../problem/problem.js';
import { problem } from '../problem/platform.problems.js';

/** The token of `Authorization: Bearer <token>` (RFC 6750), if there is one of at most 512 characters. */
export function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer +([A-Za-z0-9\-._~+/]{1,512}=*)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** What is wrong with a key that is sent to an outside system in a header. */
export function headerKeyFault(key: string): string | undefined {
  return /^[\x21-\x7e]+$/.test(key) ? undefined : 'holds what no header can: a space, a line end, a letter beyond ASCII';
}

/** 403 with the challenge of RFC 6750 section 3.1: the key is valid, and not for this. */
export function insufficientScope(required: string): Problem {
  return problem('insufficient-scope', {
    detail: `This key lacks the scope ${required}.`,
    extensions: { required },
    headers: { 'www-authenticate': `Bearer realm="kervan", error="insufficient_scope", scope="${required}"` },
  });
}

/** 401 with the challenge of RFC 6750; the same for a missing, unknown or revoked key. */
export function invalidToken(): Problem {
  return problem('invalid-token', { headers: { 'www-authenticate': 'Bearer realm="kervan"' } });
}
