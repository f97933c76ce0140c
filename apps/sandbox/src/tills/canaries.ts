import { personTaxId } from '../world/tax-ids.js';
import { type Buyer } from './sale-body.js';

/**
 * A buyer made of marker values: they must be found in the ledgers and invoices of the outside world, and in no log,
 * span, header or error of the services.
 */
export const CANARY_PERSON = {
  name: 'Kanarya7q4x Saklıgil7q4x',
  firstName: 'Kanarya7q4x',
  familyName: 'Saklıgil7q4x',
  taxId: personTaxId('974407341'),
  address: {
    street: 'Gizlibahçe7q4x Sokak 5',
    district: 'Üsküdar',
    city: 'İstanbul',
    postalCode: '34660',
    countryCode: 'TR',
  },
  email: 'kanarya.7q4x@example.test',
} as const satisfies Buyer;

/** The marker values to search for, each as it appears in a document. */
export const CANARIES: readonly string[] = [
  CANARY_PERSON.firstName,
  CANARY_PERSON.familyName,
  CANARY_PERSON.taxId,
  CANARY_PERSON.address.street,
  CANARY_PERSON.email,
];
