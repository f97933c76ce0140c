import { FINAL_CONSUMER_TCKN, FOREIGN_BUYER_VKN, isTckn, isVkn } from '@kervan/commerce';
import { type Address, type Party, TaxIdScheme } from '@kervan/contracts';

/** A buyer as UBL-TR names parties: a company by VKN and name, a person by TCKN and first and family name. */
export type Buyer = CompanyBuyer | PersonBuyer;

/** A company, or a foreign buyer. */
export interface CompanyBuyer {
  readonly scheme: 'VKN';
  readonly id: string;
  readonly name: string;
  readonly taxOffice: string | null;
}

/** A person, or the final consumer. */
export interface PersonBuyer {
  readonly scheme: 'TCKN';
  readonly id: string;
  readonly firstName: string;
  readonly familyName: string;
  readonly taxOffice: string | null;
}

/**
 * How the buyer is named on the invoice.
 *
 * Nobody, or somebody without an id, is the final consumer (TCKN 11111111111); an id of another country is the foreign
 * buyer (VKN 2222222222). A person's full name is split before its last word where the parts are not given; a person
 * without a family name has an empty one, which preflight refuses.
 */
export function buyerOf(party: Party | null): Buyer {
  const taxOffice = party?.taxOffice ?? null;
  if (party?.taxIdScheme === TaxIdScheme.VKN && party.taxId) {
    return { scheme: 'VKN', id: party.taxId, name: party.name.trim(), taxOffice };
  }
  if (party?.taxIdScheme === TaxIdScheme.OTHER && party.taxId) {
    return { scheme: 'VKN', id: FOREIGN_BUYER_VKN, name: party.name.trim(), taxOffice: null };
  }
  const id = party?.taxId || FINAL_CONSUMER_TCKN;
  return { scheme: 'TCKN', id, ...personName(party), taxOffice };
}

/** The id under which the authority's list may know the buyer; `undefined` for placeholders and for what is no id. */
export function lookUpId(party: Party | null): string | undefined {
  const { scheme, id } = buyerOf(party);
  return (scheme === 'VKN' ? isVkn(id) : isTckn(id)) ? id : undefined;
}

/** Whether the buyer is known by no id of its own. */
export function isFinalConsumer({ id }: Pick<Buyer, 'id'>): boolean {
  return id === FINAL_CONSUMER_TCKN;
}

/** The buyer's address; a final consumer who gave none bought at the seller's. */
export function addressOf<Fallback>(party: Party | null, atSeller: Fallback): Address | Fallback {
  return party?.address ?? atSeller;
}

function personName(party: Party | null): { firstName: string; familyName: string } {
  const firstName = party?.firstName?.trim();
  const familyName = party?.familyName?.trim();
  if (firstName && familyName) return { firstName, familyName };
  const words = (party?.name ?? '').trim().split(/\s+/).filter(Boolean);
  if (words.length === 0 && !party?.taxId) return { firstName: 'NİHAİ', familyName: 'TÜKETİCİ' };
  return { firstName: words.slice(0, -1).join(' '), familyName: words.at(-1) ?? '' };
}
