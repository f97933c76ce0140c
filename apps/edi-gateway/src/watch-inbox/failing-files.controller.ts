import { Transactions } from '@kervan/messaging';
import { Answers, Operator } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type FailingFile, listFailing } from './failing-file.repository.js';

const MOST = 200;

const failingFiles = z.object({
  items: z.array(
    z.object({
      id: z.uuid().describe('Of the claim: its folder in `processing`, and the interchange to be; of a file that cannot be claimed, one of its own.'),
      partner: z.string(),
      fileName: z.string(),
      failures: z.int(),
      cause: z.string().describe('Code or name of the last error; the log has the rest.'),
      failingSince: z.iso.datetime(),
      lastFailedAt: z.iso.datetime(),
    }),
  ),
});

/** `GET /v1/failing-files`: the files that cannot be taken by a fault of ours, and are tried again and again. */
@ApiTags('interchanges')
@Controller('v1/failing-files')
@Operator()
export class FailingFilesController {
  constructor(private readonly transactions: Transactions) {}

  @Get()
  @Answers(200, `At most ${MOST}, those first that have been failing for longest.`, failingFiles)
  async list(): Promise<{ readonly items: readonly FailingFile[] }> {
    return { items: await this.transactions.run((db) => listFailing(db, MOST)) };
  }
}
