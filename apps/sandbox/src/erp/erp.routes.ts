import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Faults, type Subject } from '../faults/faults.js';
import { refusal, type Answer } from '../http/answer.js';
import { requireBearer } from '../http/bearer.js';
import { operationsOf } from '../http/operations.js';
import { header, provenanceOf } from '../http/provenance.js';
import { type RequestCounts } from '../http/request-counts.js';
import { cancellationBody, invoiceBody, paymentBody, salesOrderBody } from './erp-bodies.js';
import { type ErpBooks } from './erp-books.js';
import { ErpDesk, type Receipt } from './erp-desk.js';
import { ERP_DOCUMENT } from './erp-ledger.js';

/** What the routes of the ERP need. */
export interface ErpParts {
  readonly books: ErpBooks;
  readonly key: string;
  readonly faults: Faults;
  readonly counts: RequestCounts;
}

/** The REST API of the ERP: sales orders, their cancellation, invoices, payments, and the look-up by reference. */
export function erpRoutes({ books, key, faults, counts }: ErpParts) {
  const desk = new ErpDesk(books);
  const operation = operationsOf('erp', faults, counts);

  return async (erp: FastifyInstance): Promise<void> => {
    erp.addHook('onRequest', requireBearer(key));

    erp.post(
      '/v1/sales-orders',
      operation({
        name: 'post-sales-order',
        subject: ({ body }) => subjectOf(body, books),
        answer: (request) => taking(salesOrderBody, request, (body, receipt) => desk.postSalesOrder(body, receipt)),
      }),
    );
    erp.post(
      '/v1/sales-orders/:number/cancellation',
      operation({
        name: 'cancel-sales-order',
        subject: ({ body, params }) => {
          const order = books.numbered(ERP_DOCUMENT.salesOrder, numberIn(params));
          return { ...subjectOf(body, books), orderNumber: order?.orderNumber };
        },
        answer: (request) =>
          taking(cancellationBody, request, (body, receipt) =>
            desk.cancelSalesOrder(numberIn(request.params), body, receipt),
          ),
      }),
    );
    erp.post(
      '/v1/invoices',
      operation({
        name: 'post-invoice',
        subject: ({ body }) => subjectOf(body, books),
        answer: (request) => taking(invoiceBody, request, (body, receipt) => desk.postInvoice(body, receipt)),
      }),
    );
    erp.post(
      '/v1/payments',
      operation({
        name: 'post-payment',
        subject: ({ body }) => subjectOf(body, books),
        answer: (request) => taking(paymentBody, request, (body, receipt) => desk.postPayment(body, receipt)),
      }),
    );
    erp.get(
      '/v1/documents',
      operation({
        name: 'look-up',
        subject: ({ query }) => {
          const reference = referenceIn(query);
          return { orderNumber: books.orderNumberOf(reference), references: [reference] };
        },
        answer: ({ query }, suffering) => books.lookUp(referenceIn(query), suffering),
      }),
    );
  };
}

function taking<Body>(
  schema: z.ZodType<Body>,
  request: FastifyRequest,
  take: (body: Body, receipt: Receipt) => Promise<Answer>,
): Promise<Answer> | Answer {
  const parsed = schema.safeParse(request.body);
  if (!parsed.success) return refusal(400, 'malformed', z.prettifyError(parsed.error));
  return take(parsed.data, {
    body: request.body as object,
    idempotencyKey: header(request.headers['idempotency-key']),
    ...provenanceOf(request),
  });
}

function subjectOf(body: unknown, books: ErpBooks): Subject {
  const { orderNumber, reference } = (body ?? {}) as { orderNumber?: unknown; reference?: unknown };
  const references = typeof reference === 'string' ? [reference] : [];
  return {
    orderNumber: typeof orderNumber === 'string' ? orderNumber : undefined,
    references,
    stands: references.some((one) => books.orderNumberOf(one) !== undefined),
  };
}

function numberIn(params: unknown): string {
  return (params as { number: string }).number;
}

function referenceIn(query: unknown): string {
  const { reference } = query as { reference?: unknown };
  return typeof reference === 'string' ? reference : '';
}
