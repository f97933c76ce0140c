import { problem } from '@kervan/service-host';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type WebFile, WebFiles } from './web-files.js';

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

/**
 * Serves the pages. They hold no data and need no key: everything that they show comes from the API.
 *
 * The page is asked for anew each time, and answered 304 where it has not changed; its assets, whose names change with
 * their content, are kept for a year.
 */
@ApiExcludeController()
@Controller()
export class PagesController {
  constructor(private readonly files: WebFiles) {}

  @Get(['/', 'documents', 'documents/:orderId', 'attention', 'held', 'quarantine', 'undecided'])
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    send(request, reply.headers(pageHeaders), this.files.index);
  }

  @Get('assets/:name')
  asset(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('name') name: string): void {
    const file = this.files.asset(name);
    if (!file) throw problem('not-found');
    send(request, reply.header('cache-control', 'public, max-age=31536000, immutable'), file);
  }
}

function send({ headers }: FastifyRequest, reply: FastifyReply, { etag, type, plain, gzipped }: WebFile): void {
  void reply.headers({ etag, 'vary': 'accept-encoding', 'x-content-type-options': 'nosniff' });
  if (headers['if-none-match'] === etag) return void reply.status(304).send();
  const packed = /\bgzip\b/.test(headers['accept-encoding']?.toString() ?? '');
  if (packed) void reply.header('content-encoding', 'gzip');
  void reply.type(type).send(packed ? gzipped : plain);
}
