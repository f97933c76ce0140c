import { createHash } from 'node:crypto';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type Faults, type Subject } from '../faults/faults.js';
import { refusal, type Answer } from '../http/answer.js';
import { requireBearer } from '../http/bearer.js';
import { operationsOf } from '../http/operations.js';
import { header, provenanceOf } from '../http/provenance.js';
import { type RequestCounts } from '../http/request-counts.js';
import { isRegistered } from '../world/companies.js';
import { type InvoiceFacts } from './invoice-facts.js';
import { type InvoiceRegister } from './invoice-register.js';
import { NotAnInvoice, readInvoice } from './ubl-reader.js';

const NUMBER = /^[A-Z0-9]{3}20\d{2}\d{9}$/;
const ETTN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TAX_ID = /^\d{10,11}$/;
const MAX_XML_BYTES = 10 * 1024 * 1024;

/** What the routes of the integrator need. */
export interface IntegratorParts {
  readonly register: InvoiceRegister;
  readonly key: string;
  readonly faults: Faults;
  readonly counts: RequestCounts;
}

/** The REST API of the e-invoice integrator: receiver look-up, transmission of UBL, and the state of an invoice. */
export function integratorRoutes({ register, key, faults, counts }: IntegratorParts) {
  const operation = operationsOf('integrator', faults, counts);

  return async (integrator: FastifyInstance): Promise<void> => {
    integrator.addHook('onRequest', requireBearer(key));
    integrator.addContentTypeParser(
      ['application/xml', 'text/xml'],
      { parseAs: 'buffer', bodyLimit: MAX_XML_BYTES },
      (_request, body, done) => done(null, body),
    );

    integrator.get(
      '/v1/receivers/:taxId',
      operation({
        name: 'look-up-receiver',
        subject: (request) => ({ references: [parameter(request, 'taxId')] }),
        answer: (request) => receiver(parameter(request, 'taxId')),
      }),
    );
    integrator.post(
      '/v1/invoices',
      operation({
        name: 'transmit',
        subject: (request) => subjectOf(request, register),
        answer: (request) => transmit(register, request),
      }),
    );
    integrator.get(
      '/v1/invoices/:ettn',
      operation({
        name: 'status',
        subject: (request) => {
          const ettn = parameter(request, 'ettn').toLowerCase();
          const transmission = register.transmissionOf(ettn);
          return {
            orderNumber: transmission?.invoice.orderNumber,
            references: transmission ? [ettn, transmission.number] : [ettn],
          };
        },
        answer: (request, suffering) => register.stateOf(parameter(request, 'ettn').toLowerCase(), suffering),
      }),
    );
  };
}

function receiver(taxId: string): Answer {
  if (!TAX_ID.test(taxId)) return refusal(422, 'tax-id-invalid', 'A tax id has 10 or 11 digits.');
  if (!isRegistered(taxId)) return { status: 200, body: { taxId, registered: false } };
  return { status: 200, body: { taxId, registered: true, alias: `urn:mail:defaultpk@${taxId}.example` } };
}

function transmit(register: InvoiceRegister, request: FastifyRequest): Promise<Answer> | Answer {
  const xml = request.body;
  if (!Buffer.isBuffer(xml)) return refusal(400, 'malformed', 'The body must be application/xml.');
  const invoice = read(xml);
  if (invoice instanceof NotAnInvoice) return refusal(422, invoice.code, invoice.message);
  const { number, ettn, profile } = invoice;
  const { headers } = request;
  if (!NUMBER.test(number)) return refusal(422, 'number-invalid', 'The invoice number has a wrong form.');
  if (!ETTN.test(ettn)) return refusal(422, 'ettn-invalid', 'The ETTN is no UUID.');
  if (header(headers['x-invoice-number']) !== number) return mismatch('X-Invoice-Number');
  if (header(headers['x-ettn'])?.toLowerCase() !== ettn) return mismatch('X-Ettn');
  if (header(headers['x-profile']) !== profile) return mismatch('X-Profile');
  if (profile !== 'EARSIVFATURA' && !header(headers['x-receiver-alias'])) {
    return refusal(422, 'receiver-alias-missing', 'An e-invoice needs X-Receiver-Alias.');
  }
  const contentHash = createHash('sha256').update(xml).digest('hex');
  return register.transmit({ ettn, number, contentHash, invoice, ...provenanceOf(request) }, xml);
}

function read(xml: Buffer): InvoiceFacts | NotAnInvoice {
  try {
    return readInvoice(xml);
  } catch (error) {
    if (error instanceof NotAnInvoice) return error;
    throw error;
  }
}

function subjectOf({ headers, body }: FastifyRequest, register: InvoiceRegister): Subject {
  const ettn = header(headers['x-ettn'])?.toLowerCase();
  const references = [ettn, header(headers['x-invoice-number'])].filter((reference) => reference !== undefined);
  const invoice = Buffer.isBuffer(body) ? read(body) : undefined;
  const orderNumber = invoice instanceof NotAnInvoice ? undefined : invoice?.orderNumber;
  return { orderNumber, references, stands: ettn !== undefined && register.transmissionOf(ettn) !== undefined };
}

function mismatch(name: string): Answer {
  return refusal(422, 'header-mismatch', `${name} is not what the invoice says.`);
}

function parameter({ params }: FastifyRequest, name: string): string {
  return (params as Record<string, string>)[name] ?? '';
}
