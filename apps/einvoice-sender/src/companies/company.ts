import { DEFAULT_ZONE, isCountry, isVkn, isZone } from '@kervan/commerce';
import { jsonOfFile } from '@kervan/service-host';
import { z } from 'zod';

const text = z.string().trim().min(1).max(200);
const prefix = z.string().regex(/^[A-Z0-9]{3}$/, 'is 3 characters of A-Z and 0-9');
const series = z.strictObject({ eFatura: prefix, eArsiv: prefix });

const company = z.strictObject({
  code: text,
  zone: z.string().refine(isZone, 'is no zone of the IANA database').default(DEFAULT_ZONE),
  seller: z.strictObject({
    vkn: z.string().refine(isVkn, 'is no VKN'),
    name: text,
    taxOffice: text,
    website: z.url().optional(),
    email: z.email().optional(),
    phone: text.optional(),
    address: z.strictObject({
      street: text,
      district: text,
      city: text,
      postalCode: text.optional(),
      countryCode: z.string().refine(isCountry, 'is no code of ISO 3166-1').default('TR'),
    }),
  }),
  series: z.strictObject({ live: series, test: series }),
});

/** A company that sells: its seller party, its zone and the prefixes of its invoice series, per mode and kind. */
export type Company = z.output<typeof company>;

/** The companies file; a prefix serves one company, mode and kind only, so that a number names one invoice. */
const companiesFile = z.strictObject({ companies: z.array(company).min(1) }).refine(({ companies }) => {
  const prefixes = companies.flatMap(({ series: { live, test } }) =>
    [live, test].flatMap((of) => [of.eFatura, of.eArsiv]),
  );
  const codes = companies.map(({ code }) => code);
  return new Set(prefixes).size === prefixes.length && new Set(codes).size === codes.length;
}, 'a company code or a series prefix is used twice');

/** The companies by code. */
export class Companies {
  private readonly byCode: ReadonlyMap<string, Company>;

  private constructor(companies: readonly Company[]) {
    this.byCode = new Map(companies.map((one) => [one.code, one]));
  }

  /** Reads the text of a companies file. @throws naming each wrong field; never quotes the file. */
  static parse(json: string): Companies {
    const read = companiesFile.safeParse(jsonOfFile(json, 'the companies file'));
    if (!read.success) throw new Error(`the companies file is wrong:\n${z.prettifyError(read.error)}`);
    return new Companies(read.data.companies);
  }

  find(code: string): Company | undefined {
    return this.byCode.get(code);
  }
}
