import { dayInTurkey } from './business-date.js';
import { type Content, type Input } from './inputs.js';
import { type Answered, type Buyer, type Ledgers, type Rung } from './ledger-lines.js';
import { SELLER } from './seller.js';

/** One receipt that a till rang up, with all that came back to the till. */
export interface TillInput extends Input {
  readonly rung: Rung;
  readonly answers: readonly Answered[];
  readonly cancellationAnswers: readonly Answered[];
}

/** The inputs of the tills, oldest first; one for each natural key and content. */
export function tillInputsOf({ tills }: Pick<Ledgers, 'tills'>): TillInput[] {
  const answers = new Map<string, Answered[]>();
  for (const line of tills) {
    if (line.kind === 'rung') continue;
    const key = keyOf(line);
    answers.set(key, [...(answers.get(key) ?? []), line]);
  }
  const rungs = new Map<string, Rung>();
  for (const line of tills) if (line.kind === 'rung' && !rungs.has(keyOf(line))) rungs.set(keyOf(line), line);
  const used = new Set<string>();
  return [...rungs].map(([key, rung]) => {
    const altered = used.has(rung.orderNumber);
    used.add(rung.orderNumber);
    return { ...inputOf(rung, answers.get(key) ?? []), ...(altered && { altered }) };
  });
}

/** What makes two lines of the tills speak of the same input. */
export function keyOf({ orderNumber, contentHash }: Rung | Answered): string {
  return `${orderNumber} ${contentHash}`;
}

/** What a receipt says, in the form in which the documents are held against it. */
export function contentOfReceipt(body: Rung['body']): Content {
  const { soldAt, currency, lines, discounts = [], taxes, totals, payments, invoice } = body;
  return {
    ...SELLER,
    businessDate: dayInTurkey(soldAt),
    currency,
    buyer: invoice?.buyer ? named(invoice.buyer) : null,
    lines: lines.map(({ articleId, name, quantity, unitCode, unitPrice, amount, taxRate }) => {
      return { articleId, name, quantity, unitCode, unitPrice, gross: amount, rate: taxRate };
    }),
    discounts,
    charged: { net: '0.00', gross: '0.00' },
    taxes,
    totals,
    payments,
    invoiced: invoice !== undefined,
  };
}

function named({ name, taxId }: Buyer): Buyer {
  return { name, ...(taxId !== undefined && { taxId }) };
}

function inputOf(rung: Rung, lines: readonly Answered[]): TillInput {
  const { orderNumber, expectation, saleKind, body } = rung;
  const answers = lines.filter(({ kind }) => kind === 'answered');
  const cancellationAnswers = lines.filter(({ kind }) => kind === 'cancellation-answered');
  const accepted = answers.find(({ answer }) => answer === 'accepted');
  const refused = answers.some(({ answer }) => answer === 'refused');
  const cancelled = cancellationAnswers.some(({ answer }) => answer === 'accepted');
  return {
    channel: 'till',
    kind: saleKind,
    orderNumber,
    expectation,
    content: contentOfReceipt(body),
    rung,
    answers,
    cancellationAnswers,
    outcome: accepted ? 'accepted' : refused ? 'refused' : 'unanswered',
    takenBack: expectation === 'reversed',
    cancellation: cancelled ? 'accepted' : cancellationAnswers.length > 0 ? 'sent' : undefined,
    id: accepted?.saleId,
    sentAt: answers[0]?.sentAt,
    writtenAt: rung.at,
  };
}
