import { Operator, TakesBody } from '@kervan/service-host';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiConsumes, ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { readFile } from './read-file.js';
import { TakeStatement } from './take-statement.js';

const LIMIT_BYTES = 10 * 1024 * 1024;

/** `POST /v1/statements`: a bank's file of statements, answered once it is durable. */
@ApiTags('statements')
@Controller('v1/statements')
@Operator()
export class TakeStatementController {
  constructor(private readonly statements: TakeStatement) {}

  @Post()
  @HttpCode(202)
  @TakesBody({ limitBytes: LIMIT_BYTES, mediaTypes: ['application/xml', 'text/xml'] })
  @ApiConsumes('application/xml')
  @ApiHeader({ name: 'Content-Type', description: 'application/xml or text/xml, in UTF-8; at most 10 MiB' })
  @ApiResponse({ status: 202, description: 'Taken, now or before, with what was found on each statement.' })
  @ApiResponse({ status: 400, description: 'malformed-xml, doctype-forbidden, xml-limit, invalid-encoding' })
  @ApiResponse({ status: 422, description: 'unsupported-message; statement-invalid with line and path' })
  async take(@Body() bytes: Buffer | undefined, @Res() reply: FastifyReply): Promise<void> {
    const file = await readFile(bytes);
    const { body, replayed } = await this.statements.take(file, bytes ?? Buffer.of());
    if (replayed) void reply.header('idempotency-replayed', 'true');
    void reply.status(202).send(body);
  }
}
