import { FINAL_CONSUMER_TCKN, isCountry, isTckn, isVkn } from '@kervan/commerce';
import { type Address, type Party, TaxIdScheme } from '@kervan/contracts';
import type { Findings, Path } from './findings.js';
import { plainText, textOrNull } from './text.js';
import { provinceOf } from './turkish-provinces.js';

/** Who bought, as a vendor tells it. */
export interface ShopBuyer {
  readonly firstName?: string | null | undefined;
  readonly familyName?: string | null | undefined;
  readonly company?: string | null | undefined;
  readonly taxId?: string | null | undefined;
  readonly taxOffice?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly address: Address | null;
  /** Where the vendor's document tells of these. */
  readonly at: { readonly name: Path; readonly taxId: Path; readonly address: Path };
}

/** An address as a vendor tells it. */
export interface ShopAddress {
  readonly street: readonly (string | null | undefined)[];
  readonly city?: string | null | undefined;
  /** Name or code of the province, or whatever the shop's form asks for there. */
  readonly region?: string | null | undefined;
  readonly postalCode?: string | null | undefined;
  readonly countryCode?: string | null | undefined;
}

type TaxId = Pick<Party, 'taxId' | 'taxIdScheme'>;

const NO_TAX_ID: TaxId = { taxId: null, taxIdScheme: null };

/**
 * The buyer: a company by VKN and name, a person by first and family name with or without TCKN.
 *
 * Who gives no tax number, or that of the final consumer, is one. A number must have its check digits, and who gives
 * one needs an address: the invoice would be refused, and with it the order undone.
 */
export function buyerOf(buyer: ShopBuyer, findings: Findings): Party {
  const { address, at } = buyer;
  const id = taxIdOf(plainText(buyer.taxId).replaceAll(' ', ''), address, at.taxId, findings);
  if (id.taxId !== null && address === null) {
    findings.add(at.address, 'address-missing', 'A buyer with a tax number needs street, city and country.');
  }
  return {
    ...nameOf(buyer, id, findings),
    ...id,
    taxOffice: textOrNull(buyer.taxOffice),
    address,
    email: textOrNull(buyer.email),
    phone: textOrNull(buyer.phone),
  };
}

function nameOf(
  { firstName, familyName, company, at }: ShopBuyer,
  { taxIdScheme }: TaxId,
  findings: Findings,
): Pick<Party, 'name' | 'firstName' | 'familyName'> {
  const [first, family] = personName(plainText(firstName), plainText(familyName));
  const full = `${first} ${family}`.trim();
  if (taxIdScheme === TaxIdScheme.VKN || taxIdScheme === TaxIdScheme.OTHER) {
    const name = plainText(company) || full;
    if (name === '') findings.add(at.name, 'buyer-name-missing', 'The buyer has no name.');
    return { name, firstName: null, familyName: null };
  }
  if (first === '' || family === '') {
    findings.add(at.name, 'buyer-name-incomplete', 'A person needs a first and a family name.');
  }
  return { name: full, firstName: first, familyName: family };
}

/** A name that stands in one field is split before its last word. */
function personName(first: string, family: string): readonly [string, string] {
  if (first !== '' && family !== '') return [first, family];
  const words = `${first}${family}`.split(' ');
  return [words.slice(0, -1).join(' '), words.at(-1) ?? ''];
}

function taxIdOf(text: string, address: Address | null, at: Path, findings: Findings): TaxId {
  if (text === '' || text === FINAL_CONSUMER_TCKN) return NO_TAX_ID;
  if (isVkn(text)) return { taxId: text, taxIdScheme: TaxIdScheme.VKN };
  if (isTckn(text)) return { taxId: text, taxIdScheme: TaxIdScheme.TCKN };
  if (address !== null && address.countryCode !== 'TR') return { taxId: text, taxIdScheme: TaxIdScheme.OTHER };
  findings.add(at, 'invalid-tax-id', 'Expected a VKN of 10 or a TCKN of 11 digits with its check digits.');
  return NO_TAX_ID;
}

/**
 * An address, or null where street, city or country is missing.
 *
 * In Türkiye the city is the province (il) and the district (ilçe) its part: a province's code tells which of the two
 * the shop's city is. An address without a district has its city for one, as UBL-TR wants one.
 */
export function addressOf({ street, city, region, postalCode, countryCode }: ShopAddress): Address | null {
  const lines = plainText(street.map(plainText).filter(Boolean).join(' '));
  const town = plainText(city);
  const country = plainText(countryCode).toUpperCase();
  if (lines === '' || town === '' || !isCountry(country)) return null;
  const province = country === 'TR' ? provinceOf(plainText(region)) : undefined;
  const named = province === undefined ? plainText(region) : '';
  return {
    street: lines,
    district: named || town,
    city: province ?? town,
    postalCode: textOrNull(postalCode),
    countryCode: country,
  };
}
