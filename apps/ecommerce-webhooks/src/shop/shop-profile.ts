import { DEFAULT_ZONE, isCurrency, isUnitCode, isZone } from '@kervan/commerce';
import { Mode } from '@kervan/contracts';
import { jsonOfFile } from '@kervan/service-host';
import { z } from 'zod';

/** What a shop runs on, and so how it signs and what its payloads look like. */
export const Provider = { shopify: 'shopify', woocommerce: 'woocommerce', standard: 'standard' } as const;

export type Provider = (typeof Provider)[keyof typeof Provider];

/** The age that a signed time may have, either way (Standard Webhooks 1.0.0, "Verifying webhook authenticity"). */
export const TOLERANCE_SECONDS = 300;

const text = z.string().trim().min(1).max(200);
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'is up to 32 of a-z, 0-9 and -');
const instant = z.iso.datetime({ offset: true });

const secret = z.strictObject({
  /** Also the name of its file. */
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'is a plain file name'),
  notBefore: instant.optional(),
  notAfter: instant.optional(),
});

/** What a payment method of the shop is to us, once paid and while it is pending. */
const gateway = z.strictObject({
  method: text,
  whenPaid: z.enum(['captured', 'due']).default('captured'),
  whenPending: z.enum(['due', 'wait']).default('wait'),
});

/** How a shop's orders are read; what differs from shop to shop is here and nowhere in the code. */
const mapping = z.strictObject({
  currency: z.string().refine(isCurrency, 'is no active code of ISO 4217').default('TRY'),
  unitCode: z.string().refine(isUnitCode, 'is no code of UN/ECE Recommendation 20').default('C62'),
  /** Of a line without SKU: the vendor's own product id, or a person decides. */
  articleWithoutSku: z.enum(['product-id', 'quarantine']).default('quarantine'),
  /** Names of the attributes (note_attributes, meta_data) that may hold VKN or TCKN; the first that is there counts. */
  taxIdFrom: z.array(text).default([]),
  taxOfficeFrom: z.array(text).default([]),
  /** By the vendor's name of the payment method, in any case; '*' is every other. */
  payments: z.record(text, gateway).default({}),
  /** Percentages by the vendor's tax rate id, for shops that do not send them. */
  taxRates: z.record(text, z.string().regex(/^\d{1,3}(\.\d{1,4})?$/)).default({}),
  /** Why no tax is due on what is sold without it; without a reason a person decides. */
  exemption: z
    .strictObject({ code: z.string().regex(/^\d{3}$/, "is no code of the authority's list"), reason: text })
    .optional(),
});

const profile = z.strictObject({
  code: name,
  /** For people. */
  name: text,
  provider: z.enum(Object.values(Provider)),
  company: text,
  mode: z.enum(Object.values(Mode)),
  /** The company's, in which an order has its business date. */
  zone: z.string().refine(isZone, 'is no zone of the IANA database').default(DEFAULT_ZONE),
  /** Where it sells; goes onto the e-Arşiv invoice of an internet sale. */
  webSite: z.url({ protocol: /^https?$/ }),
  secrets: z.array(secret).min(1).max(4),
  /** More than the default for a relay that sends the first time again; null asks for no age. */
  toleranceSeconds: z.number().int().min(TOLERANCE_SECONDS).nullable().default(TOLERANCE_SECONDS),
  /** Where it may send more, or less, than other shops. */
  requestsPerMinute: z.int().min(1).optional(),
  mapping: mapping.prefault({}),
});

/** A shop: where it belongs, how it signs, how its orders are read. */
export type ShopProfile = z.output<typeof profile>;

/** How a shop's orders are read. */
export type Mapping = ShopProfile['mapping'];

/** A secret of a shop, and when it is valid. */
export type SecretPeriod = ShopProfile['secrets'][number];

const shopsFile = z.strictObject({ shops: z.array(profile).min(1) }).refine(({ shops }) => {
  return new Set(shops.map(({ code }) => code)).size === shops.length;
}, 'a shop code is used twice');

/** Reads the text of a shops file. @throws naming each wrong field; never quotes the file. */
export function parseShops(json: string): readonly ShopProfile[] {
  const read = shopsFile.safeParse(jsonOfFile(json, 'the shops file'));
  if (!read.success) throw new Error(`the shops file is wrong:\n${z.prettifyError(read.error)}`);
  return read.data.shops;
}
