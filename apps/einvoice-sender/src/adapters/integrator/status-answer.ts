import { type Answer, done, type HttpAnswer, refused, unknown } from '@kervan/outbound';
import { z } from 'zod';
import { ETTN_USED, type TransmissionStatus } from '../../ports/integrator.js';

/** The authority's refusals of form, schematron and XSD: corrected and sent again under the same number and ETTN. */
const REFUSALS_OF_FORM: ReadonlySet<number> = new Set([1150, 1160]);
/** The authority has the invoice already: it is asked what became of it. */
const ALREADY_THERE = 1163;

const statusBody = z.object({
  ettn: z.string(),
  number: z.string(),
  status: z.enum(['queued', 'processing', 'accepted', 'refused']),
  code: z.number().int(),
  detail: z.string().default(''),
  decidedAt: z.iso.datetime({ offset: true }).optional(),
});

const refusalBody = z.object({
  code: z.union([z.string(), z.number()]).transform(String),
  detail: z.string().default(''),
});

/** Whether the number, ETTN and code of an answer belong to the invoice that was asked about. */
interface Asked {
  readonly number: string;
  readonly ettn: string;
}

/**
 * What an answer about an invoice says; `undefined` unless it names that very invoice.
 *
 * A refusal with code 1163 is none: the invoice is there, so it is still to be asked about.
 */
export function statusOf({ json }: HttpAnswer, asked: Asked): TransmissionStatus | undefined {
  const { data: body } = statusBody.safeParse(json);
  if (!body || body.number !== asked.number || body.ettn.toLowerCase() !== asked.ettn) return undefined;
  if (body.status === 'accepted' && body.decidedAt) {
    return { kind: 'accepted', at: new Date(body.decidedAt).toISOString() };
  }
  if (body.status !== 'refused' || body.code === ALREADY_THERE) return { kind: 'pending' };
  const correctable = REFUSALS_OF_FORM.has(body.code);
  return { kind: 'refused', code: String(body.code), detail: readable(body.detail), correctable };
}

/** What keeps this very invoice from being taken, whatever is there already. */
const CONFLICTS: ReadonlySet<string> = new Set(['number-used', ETTN_USED]);

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
