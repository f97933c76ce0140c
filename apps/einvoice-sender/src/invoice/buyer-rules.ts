import { FOREIGN_BUYER_VKN, isCountry, isTckn, isVkn } from '@kervan/commerce';
import type { Address, Finding, Party } from '@kervan/contracts';
import { type Buyer, buyerOf, isFinalConsumer } from './buyer.js';
import { finding } from './rules.js';
import { optionalXmlText, xmlText } from './xml-text.js';

/**
 * What keeps the buyer from being named on a UBL-TR invoice.
 *
 * The two placeholders, 11111111111 and 2222222222, fail their check digits and are legal; the latter not at an address
 * in Türkiye, where an id of another country is a mistyped one.
 */
export function buyerFindings(party: Party | null): Finding[] {
  if (!party) return [];
  const buyer = buyerOf(party);
  return [
    ...idFindings(party, buyer),
    ...nameFindings(buyer),
    ...optionalXmlText('/buyer/taxOffice', party.taxOffice),
    ...optionalXmlText('/buyer/email', party.email),
    ...optionalXmlText('/buyer/phone', party.phone),
    ...addressFindings(party.address, isFinalConsumer(buyer)),
  ];
}

function idFindings({ taxId, taxIdScheme, address }: Party, buyer: Buyer): Finding[] {
  if (!taxId) return [];
  if (!taxIdScheme) return [finding('/buyer/taxIdScheme', 'buyer-id-scheme-missing')];
  if (buyer.scheme === 'TCKN') {
    return isTckn(buyer.id) || isFinalConsumer(buyer) ? [] : [finding('/buyer/taxId', 'buyer-tckn-invalid')];
  }
  const isForeign = buyer.id === FOREIGN_BUYER_VKN && address?.countryCode !== 'TR';
  return isVkn(buyer.id) || isForeign ? [] : [finding('/buyer/taxId', 'buyer-vkn-invalid')];
}

function nameFindings(buyer: Buyer): Finding[] {
  if (buyer.scheme === 'VKN') return xmlText('/buyer/name', buyer.name);
  if (!buyer.firstName || !buyer.familyName) return [finding('/buyer/name', 'buyer-name-incomplete')];
  return [...xmlText('/buyer/firstName', buyer.firstName), ...xmlText('/buyer/familyName', buyer.familyName)];
}

function addressFindings(address: Address | null, mayLack: boolean): Finding[] {
  if (!address) return mayLack ? [] : [finding('/buyer/address', 'buyer-address-missing')];
  return [
    ...xmlText('/buyer/address/street', address.street),
    ...xmlText('/buyer/address/district', address.district ?? ''),
    ...xmlText('/buyer/address/city', address.city),
    ...optionalXmlText('/buyer/address/postalCode', address.postalCode),
    ...(isCountry(address.countryCode) ? [] : [finding('/buyer/address/countryCode', 'unknown-country')]),
  ];
}
