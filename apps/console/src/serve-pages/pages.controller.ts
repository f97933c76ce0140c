import { problem } from '@kervan/service-host';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendFile, sendPage } from './send-page.js';
import { WebFiles } from './web-files.js';

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

  @Get([
    '/',
    'documents',
    'documents/:orderId',
    'attention',
    'held',
    'held/:service/:id',
    'quarantine',
    'undecided',
    'systems',
    'audit',
  ])
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendPage(request, reply, this.files.index);
  }

  @Get('assets/:name')
  asset(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('name') name: string): void {
    const file = this.files.asset(name);
    if (!file) throw problem('not-found');
    sendFile(request, reply.header('cache-control', 'public, max-age=31536000, immutable'), file);
  }
}
