import { decimalFromMinor, withoutZeros } from '@kervan/commerce';
import { type Answer, done, type HttpAnswer, refused, unknown } from '@kervan/outbound';
import { z } from 'zod';
import { type Claim, DisputeCode, type TransmissionStatus } from '../../ports/integrator.js';

/** The authority's refusals of form, schematron and XSD: corrected and sent again under the same number and ETTN. */
const REFUSALS_OF_FORM: ReadonlySet<number> = new Set([1150, 1160]);
/** The authority has the invoice already: it is asked what became of it. */
const ALREADY_THERE = 1163;

/** What an answer about an invoice may tell of persons: never kept in clear. */
export const personalInStatus = { response: ['detail', 'receiverTaxId'] };

/** What of the document itself an integrator may tell; anything else than a text is taken as not told. */
const told = z.string().optional().catch(undefined);

const statusBody = z.object({
  ettn: z.string(),
  number: z.string(),
  status: z.enum(['queued', 'processing', 'accepted', 'refused']),
  code: z.number().int(),
  detail: z.string().default(''),
  decidedAt: z.iso.datetime({ offset: true }).optional(),
  payableAmount: told,
  currency: told,
  receiverTaxId: told,
});

type StatusBody = z.infer<typeof statusBody>;

const refusalBody = z.object({
  code: z.union([z.string(), z.number()]).transform(String),
  detail: z.string().default(''),
});

/** The invoice that was asked about. */
interface Asked {
  readonly number: string;
  readonly ettn: string;
  readonly claim?: Claim;
  /** Whether another document may be there under its ETTN: then an acceptance has to tell what it is of. */
  readonly isDisputed?: boolean;
}

/**
 * What an answer about an invoice says; `undefined` unless it names the ETTN that was asked about.
 *
 * Another number under it is that of another invoice, as after a restore: no later answer will tell of this one.
 * A refusal with code 1163 is none: the invoice is there, so it is still to be asked about. An acceptance counts where
 * number, total payable and buyer are those of the invoice, as far as they are told; a refusal counts whatever was
 * refused, since the authority has nothing then.
 */
export function statusOf({ json }: HttpAnswer, asked: Asked): TransmissionStatus | undefined {
  const { data: body } = statusBody.safeParse(json);
  if (!body || body.ettn.toLowerCase() !== asked.ettn) return undefined;
  if (body.number !== asked.number) return otherHeld(`the integrator has ${body.number} under this ETTN`);
  if (body.status === 'accepted' && body.decidedAt) {
    const dispute = disputeOf(body, asked);
    if (dispute) return dispute;
    return { kind: 'accepted', at: new Date(body.decidedAt).toISOString() };
  }
  if (body.status !== 'refused' || body.code === ALREADY_THERE) return { kind: 'pending' };
  const correctable = REFUSALS_OF_FORM.has(body.code);
  return { kind: 'refused', code: String(body.code), detail: readable(body.detail), correctable };
}

/** What speaks against taking an accepted document of the same number for the one that is claimed. */
function disputeOf(body: StatusBody, { claim, isDisputed }: Asked): TransmissionStatus | undefined {
  const { payableAmount, currency, receiverTaxId } = body;
  if (claim === undefined || payableAmount === undefined || currency === undefined || receiverTaxId === undefined) {
    const detail = 'what the integrator has is accepted, but it does not tell total and buyer: they cannot be compared';
    return isDisputed ? { kind: 'disputed', code: DisputeCode.ettnUsed, detail } : undefined;
  }
  if (receiverTaxId !== claim.buyerTaxId) return otherHeld('what the integrator has is accepted, for another buyer');
  const total = decimalFromMinor(claim.grossMinor, claim.currency);
  if (currency === claim.currency && withoutZeros(payableAmount) === withoutZeros(total)) return undefined;
  return otherHeld(`what the integrator has is accepted, with a total of ${payableAmount} ${currency}`);
}

function otherHeld(detail: string): TransmissionStatus {
  return { kind: 'disputed', code: DisputeCode.otherInvoiceHeld, detail: readable(detail) };
}

/** What keeps this very invoice from being taken, whatever is there already. */
const CONFLICTS: ReadonlySet<string> = new Set(['number-used', DisputeCode.ettnUsed]);

/**
 * What a 4xx answer to a transmission says; `undefined` for what is no refusal of this API.
 *
 * That something is there already (409) may mean this invoice, whose first answer was lost: it is asked about. A refusal
 * of form is an answer about the invoice, as if the authority had given it later.
 */
export function refusalOf({ json, status }: HttpAnswer): Answer<TransmissionStatus> | undefined {
  const { data: body } = refusalBody.safeParse(json);
  if (!body) return undefined;
  const [code, detail] = [readable(body.code), readable(body.detail)];
  if (Number(body.code) === ALREADY_THERE) return done({ kind: 'pending' });
  if (REFUSALS_OF_FORM.has(Number(body.code))) return done({ kind: 'refused', code, detail, correctable: true });
  if (status === 409 && !CONFLICTS.has(body.code)) return unknown('conflict');
  return refused(code, detail);
}

/** A stranger's words without control characters and what may be a tax id, cut to a readable length. */
function readable(words: string): string {
  return words.replace(/\p{Cc}+/gu, ' ').replace(/(?<!\d)\d{10,11}(?!\d)/g, '***').slice(0, 500);
}
