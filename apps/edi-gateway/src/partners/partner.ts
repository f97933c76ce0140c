import { isCurrency, isGln, isGtin, isUnitCode, isVkn, parseRate, parseUnitPrice, RuleBroken } from '@kervan/commerce';
import { Mode } from '@kervan/contracts';
import { z } from 'zod';
import { characterSets } from '../edifact/character-set.js';

const text = z.string().trim().min(1).max(120);
const code = z.string().trim().min(1).max(64);

/** What a rule of libs/commerce takes; its words are the message otherwise. */
const by = (read: (value: string) => unknown) =>
  z.string().superRefine((value, context) => {
    try {
      read(value);
    } catch (error) {
      if (!(error instanceof RuleBroken)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
    }
  });

const is = (test: (value: string) => boolean, error: string) => z.string().refine(test, { error });

const gln = is(isGln, 'a GLN of 13 digits with its check digit');
const percent = by(parseRate);
const price = by(parseUnitPrice);

/** An identification in UNB; qualifier 14 (ISO 9735, 0007) with 13 digits is a GLN. */
const identification = z
  .strictObject({ id: z.string().min(1).max(35), qualifier: z.string().min(1).max(4).optional() })
  .refine(({ id, qualifier }) => qualifier !== '14' || !/^\d{13}$/.test(id) || isGln(id), {
    error: 'a GLN has a wrong check digit',
  });

const address = z.strictObject({
  street: text,
  /** Of a buyer it is told by his invoice: without it his orders are quarantined. */
  district: text.optional(),
  city: text,
  postalCode: text.optional(),
  /** Of a buyer it has to be one of ISO 3166-1 for the same reason. */
  countryCode: z.string().regex(/^[A-Z]{2}$/),
});

const buyer = z.strictObject({
  gln,
  name: text,
  taxId: is(isVkn, 'a VKN of 10 digits with its check digit'),
  taxOffice: text.optional(),
  email: z.email().optional(),
  address,
});

const article = z
  .strictObject({
    articleId: code,
    name: text,
    gtin: is(isGtin, 'a GTIN with its check digit').optional(),
    buyerArticle: code.optional(),
    unitCode: is(isUnitCode, 'a code of UN/ECE Recommendation 20').optional(),
    taxRate: percent.optional(),
    /** Why a rate of 0 carries no tax; without a code of the tax authority's list and a reason its orders are quarantined. */
    exemptionCode: z
      .string()
      .regex(/^\d{3}$/)
      .optional(),
    exemptionReason: text.optional(),
    contractPrice: price.optional(),
  })
  .refine((one) => one.gtin ?? one.buyerArticle, { error: 'an article has a gtin or a buyerArticle' });

/** A list in which no two have the same key, of each kind of key. */
const distinct = <S extends z.ZodType>(
  element: S,
  what: string,
  ...keys: readonly ((one: z.output<S>) => string | undefined)[]
) =>
  z.array(element).refine(
    (list) =>
      keys.every((key) => {
        const known = list.map(key).filter((one) => one !== undefined);
        return new Set(known).size === known.length;
      }),
    { error: `${what} is named twice` },
  );

const deliveryPlace = z.strictObject({ gln, address });

const partner = z.strictObject({
  code: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, { error: 'lower-case letters, digits and hyphens' }),
  name: text,
  company: text,
  mode: z.enum(Object.values(Mode)),
  /** Whom the partner's interchanges must be for, and from. */
  us: identification,
  them: identification,
  /** What NAD+SU may say besides `us`. */
  ourGlns: z.array(gln).default([]),
  /** What an interchange is that says it is a test (0035): refused, or taken in the mode `test`. */
  testIndicator: z.enum(['refused', 'test-mode']).default('refused'),
  characterSets: z.array(z.enum(characterSets)).min(1),
  /** What is agreed: `ORDERS:D:96A:UN` also agrees to what is more particular, such as `ORDERS:D:96A:UN:EAN008`. */
  messages: z.array(z.string().regex(/^(ORDERS|CONTRL)(:[A-Z0-9]+){1,4}$/)).min(1),
  /** What the same interchange is answered when it comes again: its first answer, or a refusal with code 26. */
  duplicates: z.enum(['same-answer', 'reject-26']),
  /** CONTRL for what is in order: `acknowledged` (7), `received` (8), or none at all. */
  acknowledgement: z.enum(['acknowledged', 'received', 'none']),
  /** Invoices are written in TRY alone: orders in another currency are quarantined. */
  currency: is(isCurrency, 'an active ISO 4217 code'),
  pricesIncludeTax: z.boolean(),
  paymentTermDays: z.number().int().min(0).max(365),
  defaultTaxRate: percent.optional(),
  /** The partner's own codes of units, as those of UN/ECE Recommendation 20. */
  units: z.record(z.string(), is(isUnitCode, 'a code of UN/ECE Recommendation 20')).default({}),
  /** What PRI may say of the type of a price (5375, 5387): catalogue, contract, net, not subject to fluctuation. */
  priceTypes: z.array(z.string().min(1).max(3)).default(['CA', 'CT', 'NTP', 'AAE']),
  /** Allowances and charges that are agreed, by their code (7161), with the reason shown to the buyer. */
  allowances: z.record(z.string(), text).default({}),
  buyers: distinct(buyer, 'a GLN', (one) => one.gln).refine((list) => list.length > 0, { error: 'there is none' }),
  deliveryPlaces: distinct(deliveryPlace, 'a GLN', (one) => one.gln).default([]),
  articles: distinct(
    article,
    'an article',
    (one) => one.gtin,
    (one) => one.buyerArticle,
  ),
});

const partnersFile = z.strictObject({ partners: distinct(partner, 'a code', (one) => one.code) });

/** Everything that is agreed with a trading partner. */
export type Partner = z.output<typeof partner>;

/** An article as a partner's profile has it. */
export type PartnerArticle = Partner['articles'][number];

/** A buyer, by the GLN in NAD+IV or NAD+BY. */
export type PartnerBuyer = Partner['buyers'][number];

/** Reads the content of a partners file. @throws an Error that names every wrong place. */
export function parsePartners(json: string): readonly Partner[] {
  const read = partnersFile.safeParse(JSON.parse(json));
  if (read.success) return read.data.partners;
  const places = read.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`);
  throw new Error(`the partners file is not valid: ${places.join('; ')}`);
}
