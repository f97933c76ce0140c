import { Answers, Operator, TakesBody } from '@kervan/service-host';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { fileTaken } from '../tell-statement/statement-answers.js';
import { exampleStatement } from './example-statement.js';
import { readFile } from './read-file.js';
import { TakeStatement } from './take-statement.js';

const LIMIT_BYTES = 10 * 1024 * 1024;
const MEDIA_TYPES = ['application/xml', 'text/xml'];

/** `POST /v1/statements`: a bank's file of statements, answered once it is durable. */
@ApiTags('statements')
@Controller('v1/statements')
@Operator()
export class TakeStatementController {
  constructor(private readonly statements: TakeStatement) {}

  @Post()
  @HttpCode(202)
  @TakesBody({ limitBytes: LIMIT_BYTES, mediaTypes: MEDIA_TYPES })
  @ApiConsumes(...MEDIA_TYPES)
  @ApiBody({
    description: 'A camt.053.001.02 to .08 of ISO 20022, in UTF-8; at most 10 MiB.',
    schema: { type: 'string', example: exampleStatement },
  })
  @Answers(202, 'Taken, now or before, with what was found on each statement.', fileTaken)
  @ApiResponse({ status: 400, description: 'malformed-xml, doctype-forbidden, xml-limit, invalid-encoding' })
  @ApiResponse({ status: 422, description: 'unsupported-message; statement-invalid with line and path' })
  @ApiResponse({ status: 503, description: 'Send the file again after Retry-After: it is taken once.' })
  async take(@Body() bytes: Buffer | undefined, @Res() reply: FastifyReply): Promise<void> {
    const file = await readFile(bytes);
    const { body, replayed } = await this.statements.take(file, bytes ?? Buffer.of());
    if (replayed) void reply.header('idempotency-replayed', 'true');
    void reply.status(202).send(body);
  }
}
