import { isCountry, isGln } from '@kervan/commerce';
import { type Address, type Party, TaxIdScheme } from '@kervan/contracts';
import { type Segment, valueOf } from '../edifact/segment.js';
import type { Partner, PartnerBuyer } from '../partners/partner.js';
import type { Findings } from './findings.js';

/** Who buys, and where the goods go. */
export interface Parties {
  readonly buyer?: Party;
  readonly deliverTo: Address | null;
}

/** Agency (3055) of GS1: the identification is a GLN. */
export const GS1 = '9';

/** What the parties that are read mean for the order, by their qualifier (3035). */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ['BY', 'buyer'],
  ['IV', 'buyer'],
  ['SU', 'company'],
  ['DP', 'deliverTo'],
]);

/** The parties of an order by the GLNs of its NAD segments: IV, else BY, buys; DP is delivered to. One of each kind. */
export function partiesOf(nads: readonly Segment[], message: Segment, partner: Partner, findings: Findings): Parties {
  for (const nad of nads) {
    if (valueOf(nad, 2, 3) === GS1 && !isGln(valueOf(nad, 2))) {
      findings.add(nad, 'buyer', 'invalid-gln', 'A GLN has a wrong check digit.', { actual: valueOf(nad, 2) });
    }
  }
  refuseSeconds(nads, findings);
  const [ordering, invoiced, supplier, place] = ['BY', 'IV', 'SU', 'DP'].map((kind) => ofKind(nads, kind)[0]);
  if (supplier && ![partner.us.id, ...partner.ourGlns].includes(valueOf(supplier, 2))) {
    findings.add(supplier, 'company', 'unknown-supplier', 'The supplier (NAD+SU) is not us.', {
      actual: valueOf(supplier, 2),
    });
  }
  if (!ordering) findings.add(message, 'buyer', 'missing-buyer', 'The order names no buyer (NAD+BY).');
  const paying = invoiced ?? ordering;
  const buyer = partner.buyers.find(({ gln }) => gln === valueOf(paying, 2));
  if (paying && !buyer) {
    findings.add(paying, 'buyer', 'unknown-buyer', 'The profile has no buyer of this GLN.', {
      actual: valueOf(paying, 2),
    });
  }
  if (buyer && buyer.address.district === undefined) {
    const detail = "The profile lacks the district of the buyer's address, which an invoice tells.";
    findings.add(paying, 'buyer/address/district', 'missing-district', detail, { actual: buyer.gln });
  }
  if (buyer && !isCountry(buyer.address.countryCode)) {
    const detail = "The country of the buyer's address in the profile is none, and an invoice tells it.";
    const compared = { expected: 'a code of ISO 3166-1, such as TR', actual: buyer.address.countryCode };
    findings.add(paying, 'buyer/address/countryCode', 'unknown-country', detail, compared);
  }
  return { ...(buyer && { buyer: partyOf(buyer) }), deliverTo: place ? deliveryPlace(place, partner, findings) : null };
}

/** Where the goods go, to the buyer unless a place is told (NAD+DP), known to the profile or not; undefined where no GLN is told. */
export function deliveryGlnOf(nads: readonly Segment[]): string | undefined {
  const [place] = [...ofKind(nads, 'DP'), ...ofKind(nads, 'BY')];
  return valueOf(place, 2) || undefined;
}

/** A second party of a kind is harmless only where it is the first once more. */
function refuseSeconds(nads: readonly Segment[], findings: Findings): void {
  for (const [kind, field] of FIELDS) {
    const [first, ...more] = ofKind(nads, kind);
    const expected = valueOf(first, 2);
    for (const other of more.filter((nad) => valueOf(nad, 2) !== expected)) {
      const detail = `The order names two parties of one kind (NAD+${kind}).`;
      findings.add(other, field, 'party-conflict', detail, { expected, actual: valueOf(other, 2) });
    }
  }
}

function ofKind(nads: readonly Segment[], kind: string): readonly Segment[] {
  return nads.filter((nad) => valueOf(nad, 1) === kind);
}

function deliveryPlace(place: Segment, { deliveryPlaces, buyers }: Partner, findings: Findings): Address | null {
  const known = [...deliveryPlaces, ...buyers].find(({ gln }) => gln === valueOf(place, 2));
  if (known) return addressOf(known.address);
  const detail = 'The profile has no delivery place of this GLN.';
  findings.add(place, 'deliverTo', 'unknown-delivery-place', detail, { actual: valueOf(place, 2) });
  return null;
}

function partyOf({ name, taxId, taxOffice, email, address }: PartnerBuyer): Party {
  return {
    name,
    firstName: null,
    familyName: null,
    taxId,
    taxIdScheme: TaxIdScheme.VKN,
    taxOffice: taxOffice ?? null,
    address: addressOf(address),
    email: email ?? null,
    phone: null,
  };
}

function addressOf({ district, postalCode, ...address }: PartnerBuyer['address']): Address {
  return { ...address, district: district ?? null, postalCode: postalCode ?? null };
}
