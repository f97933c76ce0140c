import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebFile } from './web-files.js';

/** What a page may load and do: its own files and the API beside them, and nothing written into the page itself. */
const CONTENT_SECURITY_POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self'`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

const pageHeaders = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

/** Answers a request for a page; `status` other than 200 where the address is none. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, page: WebFile, status = 200): void {
  sendFile(request, reply.status(status).headers(pageHeaders), page);
}

/** Sends a file packed where that is taken; of a success only that it has not changed, where the asker has it. */
export function sendFile(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { etag, type, plain, gzipped }: WebFile,
): void {
  void reply.headers({ etag, 'vary': 'accept-encoding', 'x-content-type-options': 'nosniff' });
  if (reply.statusCode === 200 && headers['if-none-match'] === etag) return void reply.status(304).send();
  const packed = /\bgzip\b/.test(headers['accept-encoding']?.toString() ?? '');
  if (packed) void reply.header('content-encoding', 'gzip');
  void reply.type(type).send(packed ? gzipped : plain);
}
