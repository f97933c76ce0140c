import { createHash, timingSafeEqual } from 'node:crypto';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { refusal } from './answer.js';

/** A hook that answers 401 to a request that does not carry the key. */
export function requireBearer(key: string) {
  const expected = digest(`Bearer ${key}`);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) return undefined;
    const { status, body } = refusal(401, 'unauthorized', 'The key is missing or unknown.');
    return reply.code(status).header('www-authenticate', 'Bearer').send(body);
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
