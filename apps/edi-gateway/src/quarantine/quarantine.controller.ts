import { type DatabaseTransaction, Transactions } from '@kervan/messaging';
import { Answers, CheckedQuery, JsonBody, Operator, type Page, pageOf, paging, problem } from '@kervan/service-host';
import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { ContentFinding } from '../map-order/findings.js';
import { MessageState } from '../take-interchange/record-messages.js';
import { pathId, word } from '../tell-interchanges/parameters.js';
import { actOutcome, messageTold, quarantinePage } from './quarantine-answers.js';
import { type QuarantineAct, quarantineAct } from './quarantine-act.js';
import { type ActOutcome, ReleaseMessage } from './release-message.js';

interface ListedMessage {
  readonly id: string;
  readonly interchangeId: string;
  readonly partner: string;
  readonly controlReference: string;
  readonly reference: string;
  readonly type: string;
  readonly state: MessageState;
  readonly stateSince: Date;
  readonly findings: readonly ContentFinding[];
  readonly orderId: string | null;
}

interface ToldMessage extends ListedMessage {
  readonly act: { readonly act: string; readonly by: string; readonly reason: string; readonly at: Date } | null;
}

const listQuery = z.strictObject({ partner: word, ...paging });

const columns = `message.id, interchange_id AS "interchangeId", message.partner, control_reference AS "controlReference",
  reference, type, message.state, state_since AS "stateSince", message.findings, order_id AS "orderId"`;
const tables = 'edi_message AS message JOIN edi_interchange ON edi_interchange.id = interchange_id';

/** Messages of right syntax whose content cannot be used: what is wrong, and the two ways out. */
@ApiTags('quarantine')
@Controller('v1/quarantine')
@Operator()
export class QuarantineController {
  constructor(
    private readonly transactions: Transactions,
    private readonly messages: ReleaseMessage,
  ) {}

  @Get()
  @Answers(200, 'What is quarantined, longest first.', quarantinePage)
  async list(
    @CheckedQuery(listQuery) { partner, after, limit }: z.output<typeof listQuery>,
  ): Promise<Page<ListedMessage>> {
    const items = await this.transactions.run((db) =>
      db.query<ListedMessage>(
        `SELECT ${columns} FROM ${tables}
         WHERE message.state = 'quarantined' AND ($1::text IS NULL OR message.partner = $1)
           AND ($2::timestamptz IS NULL OR (state_since, message.id) > ($2, $3::uuid))
         ORDER BY state_since, message.id LIMIT $4`,
        [partner, after?.[0], after?.[1], limit].map((value) => value ?? null),
      ),
    );
    return pageOf(items, limit, (one) => one.stateSince);
  }

  @Get(':id')
  @Answers(200, 'The message, and the act that ended its quarantine.', messageTold)
  @ApiResponse({ status: 404, description: 'No message of this id is or was quarantined.' })
  async tell(@Param('id') id: string): Promise<ToldMessage> {
    const wanted = pathId(id);
    const told = await this.transactions.run((db) => tellMessage(db, wanted));
    if (!told) throw problem('not-found');
    return told;
  }

  @Post(':id/release')
  @HttpCode(200)
  @Answers(200, 'Its order is taken, now or by another message before.', actOutcome)
  @ApiResponse({ status: 409, description: 'message-not-quarantined' })
  @ApiResponse({ status: 422, description: 'message-still-unusable; errors[] tells why.' })
  release(@Param('id') id: string, @JsonBody(quarantineAct) act: QuarantineAct): Promise<ActOutcome> {
    return this.messages.release(pathId(id), act);
  }

  @Post(':id/discard')
  @HttpCode(200)
  @Answers(200, 'It is given up.', actOutcome)
  @ApiResponse({ status: 409, description: 'message-not-quarantined' })
  discard(@Param('id') id: string, @JsonBody(quarantineAct) act: QuarantineAct): Promise<ActOutcome> {
    return this.messages.discard(pathId(id), act);
  }
}

async function tellMessage(db: DatabaseTransaction, id: string): Promise<ToldMessage | undefined> {
  const [message] = await db.query<ListedMessage>(`SELECT ${columns} FROM ${tables} WHERE message.id = $1`, [id]);
  const [act = null] = await db.query<NonNullable<ToldMessage['act']>>(
    'SELECT act, by, reason, at FROM edi_message_act WHERE message_id = $1',
    [id],
  );
  if (!message || (message.state !== MessageState.quarantined && !act)) return undefined;
  return { ...message, act };
}
