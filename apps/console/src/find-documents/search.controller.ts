import { type DatabaseTransaction, Transactions } from '@kervan/messaging';
import { Answers, CheckedQuery, coded } from '@kervan/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { documentColumns, type DocumentRow, summaryOf } from '../document-rows.js';
import type { TermKind } from '../follow-orders/happening-kind.js';
import { Intake } from '../follow-orders/intake.js';
import { ForOperators } from '../request/for-operators.js';
import { type SearchResult, searchResult } from '../views.js';
import { foldText } from './fold-text.js';

const SHOWN = 50;
/** Terms looked at: one order may be found by several of them. */
const LOOKED_AT = 400;
const HIGHEST = '\u{10ffff}';

const expected = coded('invalid-parameter', 'a number or the beginning of one: 1 to 200 characters, no control character');

const query = z.strictObject({
  q: z
    .string({ error: expected })
    .max(200, { error: expected })
    .regex(/^\P{Cc}*$/u, { error: expected })
    .transform(foldText)
    .pipe(z.string().min(1, { error: expected }))
    .describe('The number, or the beginning of one.'),
});

type FoundRow = DocumentRow & { readonly kind: TermKind; readonly text: string; readonly exact: boolean };

/** Finds orders by any of their numbers. */
@ApiTags('documents')
@Controller('v1/search')
@ForOperators()
export class SearchController {
  constructor(
    private readonly transactions: Transactions,
    private readonly intake: Intake,
  ) {}

  @Get()
  @ApiOperation({
    summary:
      'Orders by receipt, order, ERP or invoice number, or by correlation id: whole numbers first, then those that ' +
      'begin so. Case, accents and blanks do not matter',
  })
  @Answers(200, 'What was found; whole numbers first.', searchResult)
  async find(@CheckedQuery(query) { q }: z.output<typeof query>): Promise<SearchResult> {
    const rows = await this.transactions.run((db) => foundRows(db, q));
    const hits = rows.slice(0, SHOWN).map((row) => {
      const { kind, text, exact } = row;
      return { document: summaryOf(row), kind, text, exact };
    });
    return { hits, more: rows.length > SHOWN, ...(await this.intake.gap()) };
  }
}

/** In the collation of `folded`, a number comes right before all that begin with it. */
function foundRows(db: DatabaseTransaction, folded: string): Promise<FoundRow[]> {
  return db.query<FoundRow>(
    `SELECT ${documentColumns}, found.kind, found.text, found.folded = $1 AS exact
     FROM (
       SELECT DISTINCT ON (order_id) order_id, kind, text, folded FROM (
         SELECT order_id, kind, text, folded FROM search_term WHERE folded >= $1 AND folded < $2
         ORDER BY folded, order_id LIMIT ${LOOKED_AT}
       ) AS term
       ORDER BY order_id, folded, kind
     ) AS found
     JOIN document ON document.order_id = found.order_id
     ORDER BY found.folded <> $1, first_at DESC, document.order_id LIMIT ${SHOWN + 1}`,
    [folded, `${folded}${HIGHEST}`],
  );
}
