import { OTHER_COMPANIES, REFUSED_COMPANY, REGISTERED_COMPANIES, type Company } from '../world/companies.js';
import { personTaxId } from '../world/tax-ids.js';
import { CANARY_PERSON } from './canaries.js';
import { type Random } from '../world/random.js';
import { type Buyer } from './sale-body.js';

const FIRST_NAMES = ['Ayşe', 'Mehmet', 'Zeynep', 'İbrahim', 'Şule', 'Oğuz'] as const;
const FAMILY_NAMES = ['Yılmaz', 'Öztürk', 'Çelik', 'Güneş', 'Işık', 'Aydın'] as const;

/** A company that is on the tax authority's list. */
export function registeredCompany(random: Random): Buyer {
  return ofCompany(random.pick(REGISTERED_COMPANIES as [Company, ...Company[]]), random);
}

/** A company that is not on the list. */
export function otherCompany(random: Random): Buyer {
  return ofCompany(random.pick(OTHER_COMPANIES as [Company, ...Company[]]), random);
}

/** The company whose invoices the authority refuses for good. */
export function refusedCompany(random: Random): Buyer {
  return ofCompany(REFUSED_COMPANY, random);
}

/** A company at whose name the authority's schematron stumbles: a refusal of form. */
export function schematronCompany(random: Random): Buyer {
  return { ...otherCompany(random), name: 'SCHEMATRON Deneme Ltd. Şti.' };
}

/** A company that gave a tax number with a wrong check digit. */
export function wrongTaxIdCompany(random: Random): Buyer {
  const buyer = otherCompany(random);
  const wrongDigit = (Number(buyer.taxId?.at(-1)) + 1) % 10;
  return { ...buyer, taxId: `${buyer.taxId?.slice(0, -1)}${wrongDigit}` };
}

/** A person with an identity number. */
export function person(random: Random): Buyer {
  const firstName = random.pick(FIRST_NAMES);
  const familyName = random.pick(FAMILY_NAMES);
  return {
    name: `${firstName} ${familyName}`,
    firstName,
    familyName,
    taxId: personTaxId(String(random.between(100_000_000, 989_999_999))),
    address: addressIn('Kadıköy', 'İstanbul', random),
    email: `musteri.${random.between(1000, 9999)}@example.test`,
  };
}

/** The person whose data must turn up nowhere but in the documents. */
export function canaryPerson(): Buyer {
  return CANARY_PERSON;
}

/** A final consumer who gives a name and no id. */
export function consumer(random: Random): Buyer {
  const { taxId: _withheld, ...named } = person(random);
  return named;
}

function ofCompany({ taxId, name, taxOffice, city, district }: Company, random: Random): Buyer {
  return {
    name,
    taxId,
    taxOffice,
    address: addressIn(district, city, random),
    email: `muhasebe.${taxId}@example.test`,
  };
}

function addressIn(district: string, city: string, random: Random): Buyer['address'] {
  const street = `Cumhuriyet Cad. No: ${random.between(1, 250)}`;
  return { street, district, city, postalCode: '34000', countryCode: 'TR' };
}
