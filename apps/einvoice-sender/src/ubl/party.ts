import type { Address, Party } from '@kervan/contracts';
import type { Company } from '../companies/company.js';
import { addressOf, type Buyer, buyerOf } from '../invoice/buyer.js';
import { type Content, optional } from './xml.js';

const countries = new Intl.DisplayNames(['tr'], { type: 'region' });

/** cac:Party of the seller: VKN, name, address, tax office, contact. */
export function sellerParty({ seller }: Company): Content {
  return {
    'cbc:WebsiteURI': optional(seller.website),
    'cac:PartyIdentification': { 'cbc:ID': { '@schemeID': 'VKN', '#': seller.vkn } },
    'cac:PartyName': { 'cbc:Name': seller.name },
    'cac:PostalAddress': sellerAddress({ seller }),
    'cac:PartyTaxScheme': taxOffice(seller.taxOffice),
    'cac:Contact': contact(seller.phone, seller.email),
  };
}

/** cac:PostalAddress of the seller, also of the signatory. */
export function sellerAddress({ seller }: Pick<Company, 'seller'>): Content {
  const { postalCode = null, ...address } = seller.address;
  return postalAddress({ ...address, postalCode });
}

/** cac:Party of the buyer: VKN with a name, or TCKN with a person; without an address, in the seller's district. */
export function buyerParty(party: Party | null, company: Company): Content {
  const buyer = buyerOf(party);
  const { district, city, countryCode } = company.seller.address;
  const atSeller = { street: null, district, city, postalCode: null, countryCode };
  return {
    'cac:PartyIdentification': { 'cbc:ID': { '@schemeID': buyer.scheme, '#': buyer.id } },
    'cac:PartyName': buyer.scheme === 'VKN' ? { 'cbc:Name': buyer.name } : undefined,
    'cac:PostalAddress': postalAddress(addressOf(party, atSeller)),
    'cac:PartyTaxScheme': taxOffice(buyer.taxOffice),
    'cac:Contact': contact(party?.phone, party?.email),
    'cac:Person': person(buyer),
  };
}

function person(buyer: Buyer): Content | undefined {
  if (buyer.scheme === 'VKN') return undefined;
  return { 'cbc:FirstName': buyer.firstName, 'cbc:FamilyName': buyer.familyName };
}

function postalAddress(address: Omit<Address, 'street'> & { readonly street: string | null }): Content {
  return {
    'cbc:StreetName': optional(address.street),
    'cbc:CitySubdivisionName': optional(address.district),
    'cbc:CityName': address.city,
    'cbc:PostalZone': optional(address.postalCode),
    'cac:Country': {
      'cbc:IdentificationCode': address.countryCode,
      'cbc:Name': countries.of(address.countryCode) ?? address.countryCode,
    },
  };
}

function taxOffice(name: string | null): Content | undefined {
  const text = optional(name);
  return text === undefined ? undefined : { 'cac:TaxScheme': { 'cbc:Name': text } };
}

function contact(phone: string | null | undefined, email: string | null | undefined): Content | undefined {
  const content = { 'cbc:Telephone': optional(phone), 'cbc:ElectronicMail': optional(email) };
  return Object.values(content).some((value) => value !== undefined) ? content : undefined;
}
