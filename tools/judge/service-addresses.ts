import { urlOf, type Installation } from '../platform/services.js';
import type { ServiceAddresses } from './read-services.js';

/** Where the judge asks the services of an installation. */
export function addressesIn(installation: Pick<Installation, 'ports' | 'secrets'>): ServiceAddresses {
  return {
    posIngestUrl: urlOf('pos-ingest', installation),
    ecommerceUrl: urlOf('ecommerce-webhooks', installation),
    ediUrl: urlOf('edi-gateway', installation),
    bankUrl: urlOf('bank-reconciler', installation),
    orchestratorUrl: urlOf('order-orchestrator', installation),
    einvoiceUrl: urlOf('einvoice-sender', installation),
    operatorKey: installation.secrets.operatorKey,
  };
}
