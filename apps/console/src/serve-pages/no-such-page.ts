import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendPage } from './send-page.js';
import { WebFiles } from './web-files.js';

/**
 * Shows whoever opens an address that is none, in a browser, the page that says so: it is sent with 404.
 *
 * Everyone else is told by a problem, as by every service.
 */
@Injectable()
export class NoSuchPage {
  constructor(host: HttpAdapterHost, files: WebFiles) {
    const fastify = host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, reply, done) => {
      if (!request.is404 || !asksForPage(request)) return done();
      sendPage(request, reply, files.index, 404);
    });
  }
}

function asksForPage({ method, headers }: FastifyRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && /\btext\/html\b/.test(headers.accept ?? '');
}
