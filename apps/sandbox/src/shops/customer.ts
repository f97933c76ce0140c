import { CANARY_PERSON } from '../tills/canaries.js';
import { OTHER_COMPANIES, REFUSED_COMPANY, REGISTERED_COMPANIES, type Company } from '../world/companies.js';
import { type AgreedBuyer } from '../world/agreed-order.js';
import { type Random } from '../world/random.js';
import { personTaxId } from '../world/tax-ids.js';

/** Whoever orders in a web shop. */
export interface Customer {
  readonly firstName: string;
  readonly familyName: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
  readonly district: string;
  readonly city: string;
  readonly postalCode: string;
  /** Given by companies. */
  readonly company?: { readonly name: string; readonly taxId: string; readonly taxOffice: string };
  /** Given by some persons: their identity number (TCKN). */
  readonly personId?: string;
}

/** Makes a customer of one kind. */
export type CustomerKind = (random: Random) => Customer;

const NAMES = [
  ['Ömer', 'Şahin'],
  ['Çiğdem', 'Güler'],
  ['İlker', 'Özdemir'],
  ['Büşra', 'Kılıç'],
  ['Uğur', 'Doğan'],
  ['Gülsüm', 'Arı'],
] as const;

type Place = Pick<Customer, 'district' | 'city' | 'postalCode'>;

const PLACES = [
  { district: 'Kadıköy', city: 'İstanbul', postalCode: '34710' },
  { district: 'Çankaya', city: 'Ankara', postalCode: '06690' },
  { district: 'Bornova', city: 'İzmir', postalCode: '35040' },
  { district: 'Nilüfer', city: 'Bursa', postalCode: '16110' },
] as const;

/** A person who gives no identity number: a final consumer. */
export const consumer: CustomerKind = (random) => {
  const [firstName, familyName] = random.pick<readonly [string, string]>(NAMES);
  const street = `Atatürk Mah. Gül Sk. No: ${random.between(1, 180)}/${random.between(1, 24)}`;
  const contact = random.between(1000, 9999);
  return {
    firstName,
    familyName,
    email: `siparis.${contact}@example.test`,
    phone: `+9053200${contact}0`,
    street,
    ...random.pick<Place>(PLACES),
  };
};

/** A person who gives the identity number. */
export const person: CustomerKind = (random) => {
  const personId = personTaxId(String(random.between(100_000_000, 989_999_999)));
  return { ...consumer(random), personId };
};

/** The person whose data must turn up nowhere but in the documents. */
export const canary: CustomerKind = (random) => {
  const { firstName, familyName, taxId: personId, email, address } = CANARY_PERSON;
  const { street, district, city, postalCode } = address;
  return { ...consumer(random), firstName, familyName, personId, email, street, district, city, postalCode };
};

/** A company on the tax authority's list. */
export const registeredCompany: CustomerKind = (random) => buyerFor(random, pickOf(random, REGISTERED_COMPANIES));

/** A company that is not on the list. */
export const otherCompany: CustomerKind = (random) => buyerFor(random, pickOf(random, OTHER_COMPANIES));

/** The company whose invoices the authority refuses for good. */
export const refusedCompany: CustomerKind = (random) => buyerFor(random, REFUSED_COMPANY);

/** A company at whose name the authority's schematron stumbles: a refusal of form. */
export const schematronCompany: CustomerKind = (random) => {
  return buyerFor(random, { ...pickOf(random, OTHER_COMPANIES), name: 'SCHEMATRON Deneme Ltd. Şti.' });
};

/** Whom the customer tells the seller to write the invoice to: the company by its tax number, else the person. */
export function buyerNamedBy(customer: Customer): AgreedBuyer {
  const { company, personId } = customer;
  const taxId = company?.taxId ?? personId;
  return { name: payerNameOf(customer), ...(taxId !== undefined && { taxId }) };
}

/** What the customer is called on a bank statement. */
export function payerNameOf({ company, firstName, familyName }: Customer): string {
  return company?.name ?? `${firstName} ${familyName}`;
}

function buyerFor(random: Random, { name, taxId, taxOffice, city, district }: Company): Customer {
  return { ...consumer(random), city, district, company: { name, taxId, taxOffice } };
}

function pickOf(random: Random, companies: readonly Company[]): Company {
  return random.pick(companies as readonly [Company, ...Company[]]);
}
