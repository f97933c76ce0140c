import pg from 'pg';
import { v5 } from 'uuid';
import {
  COMPANY, invoiceDocument, type IssuedInvoice, kurusOf, orderNumberOf, paymentDocument, referenceOf, type Sale, salesOrderDocument, ublOf,
} from './documents.js';

/** Where a peer's participants write and call. */
export interface PeerSettings {
  readonly databaseUrl: string;
  readonly sandboxUrl: string;
  readonly erpKey: string;
  readonly integratorKey: string;
  /** Of its own HTTP interface. */
  readonly port: number;
  /** Processes of the application, all on that port. */
  readonly processes: number;
}

/** How long Kervan waits before it asks for the authority's decision: the first of its waits, for all alike. */
export const FIRST_WAIT_MS = 1_000;

const ETTN_NAMESPACE = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';
const CONNECTIONS = 20;

/** The tables of the participants: what Kervan's four services keep of an order, in one database. */
export const participantTables = `
  CREATE TABLE sale (
    order_number text PRIMARY KEY, company text NOT NULL, gross_minor bigint NOT NULL, currency char(3) NOT NULL,
    placed json NOT NULL, accepted_at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE erp_call (
    reference text PRIMARY KEY, order_number text NOT NULL, erp_number text NOT NULL, done_at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE invoice_series (prefix char(3), year smallint, next bigint NOT NULL DEFAULT 1, PRIMARY KEY (prefix, year)) WITH (fillfactor = 50);
  CREATE TABLE invoice (
    order_number text PRIMARY KEY, number char(16) NOT NULL UNIQUE, ettn uuid NOT NULL UNIQUE, profile text NOT NULL, alias text,
    issue_date date NOT NULL, buyer_name text NOT NULL, net_minor bigint NOT NULL, tax_minor bigint NOT NULL, gross_minor bigint NOT NULL,
    taxes jsonb NOT NULL, issued_at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE payment (
    reference text PRIMARY KEY, order_number text NOT NULL, erp_number text NOT NULL, total_minor bigint NOT NULL, paid_at timestamptz NOT NULL DEFAULT now());
  INSERT INTO invoice_series (prefix, year) SELECT p, extract(year FROM now() AT TIME ZONE 'Europe/Istanbul') FROM unnest('{AMF,AMA}'::char(3)[]) p`;

/**
 * The acts of the participants, each safe to repeat: an insert that is there already is left alone, and each call carries
 * the key that the ERP and the integrator know it by.
 */
export class Participants {
  private readonly pool: pg.Pool;

  constructor(private readonly settings: PeerSettings) {
    this.pool = new pg.Pool({ connectionString: settings.databaseUrl, max: CONNECTIONS });
  }

  /** The order is accepted. */
  async recordOrder(sale: Sale): Promise<void> {
    await this.pool.query({
      name: 'record-order',
      text: `INSERT INTO sale (order_number, company, gross_minor, currency, placed) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      values: [orderNumberOf(sale), COMPANY, kurusOf(sale.totals.gross), sale.currency, JSON.stringify(sale)],
    });
  }

  /** The order is in the ERP, and the call is recorded. */
  async postSalesOrder(sale: Sale): Promise<string> {
    const reference = referenceOf(sale, 'sales-order');
    const number = await this.postToErp('/v1/sales-orders', reference, salesOrderDocument(sale));
    await this.pool.query({
      name: 'erp-call',
      text: 'INSERT INTO erp_call (reference, order_number, erp_number) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      values: [reference, orderNumberOf(sale), number],
    });
    return number;
  }

  /** The buyer is looked up, a number drawn without gaps, and the invoice kept: in one transaction, and once per order. */
  async issueInvoice(sale: Sale): Promise<IssuedInvoice> {
    const { registered, alias } = await this.receiverOf(sale.invoice.buyer.taxId);
    const orderNumber = orderNumberOf(sale);
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      const { rows: known } = await client.query<IssuedInvoice>({
        name: 'known-invoice',
        text: `SELECT number, ettn, issue_date::text AS "issueDate", profile, alias FROM invoice WHERE order_number = $1`,
        values: [orderNumber],
      });
      const invoice = known[0] ?? (await this.insertInvoice(client, sale, registered ? 'TEMELFATURA' : 'EARSIVFATURA', alias));
      await client.query('COMMIT');
      return invoice;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  }

  /** The integrator has the invoice. */
  async transmit(sale: Sale, invoice: IssuedInvoice): Promise<void> {
    const { number, ettn, profile, alias } = invoice;
    await this.call(`/integrator/v1/invoices`, this.settings.integratorKey, {
      method: 'POST',
      headers: {
        'content-type': 'application/xml',
        'x-ettn': ettn,
        'x-invoice-number': number,
        'x-profile': profile,
        ...(alias && { 'x-receiver-alias': alias }),
      },
      body: ublOf(sale, invoice),
    });
  }

  /** Whether the authority has accepted the invoice. @throws when it has refused it. */
  async isAccepted({ ettn }: IssuedInvoice): Promise<boolean> {
    const { status } = (await this.call(`/integrator/v1/invoices/${ettn}`, this.settings.integratorKey)) as { readonly status: string };
    if (status === 'refused') throw new Error(`the invoice ${ettn} was refused`);
    return status === 'accepted';
  }

  async postInvoice(sale: Sale, erpOrderNumber: string, invoice: IssuedInvoice): Promise<void> {
    await this.postToErp('/v1/invoices', referenceOf(sale, 'invoice'), invoiceDocument(sale, erpOrderNumber, invoice));
  }

  /** The payment is in the ERP and is kept. */
  async postPayment(sale: Sale, erpOrderNumber: string, invoice: IssuedInvoice): Promise<void> {
    const reference = referenceOf(sale, 'payment');
    const number = await this.postToErp('/v1/payments', reference, paymentDocument(sale, erpOrderNumber, invoice));
    await this.pool.query({
      name: 'payment',
      text: 'INSERT INTO payment (reference, order_number, erp_number, total_minor) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      values: [reference, orderNumberOf(sale), number, kurusOf(sale.totals.gross)],
    });
  }

  private async insertInvoice(client: pg.PoolClient, sale: Sale, profile: IssuedInvoice['profile'], alias: string | null): Promise<IssuedInvoice> {
    const orderNumber = orderNumberOf(sale);
    const prefix = profile === 'TEMELFATURA' ? 'AMF' : 'AMA';
    const { rows } = await client.query<{ number: string; issueDate: string }>({
      name: 'draw-number',
      text: `UPDATE invoice_series SET next = next + 1 WHERE prefix = $1
        RETURNING prefix || year || lpad((next - 1)::text, 9, '0') AS number, (now() AT TIME ZONE 'Europe/Istanbul')::date::text AS "issueDate"`,
      values: [prefix],
    });
    const { number, issueDate } = rows[0] as { number: string; issueDate: string };
    const invoice: IssuedInvoice = { number, ettn: v5(orderNumber, ETTN_NAMESPACE), issueDate, profile, alias };
    const { net, tax, gross } = sale.totals;
    await client.query({
      name: 'insert-invoice',
      text: `INSERT INTO invoice (order_number, number, ettn, profile, alias, issue_date, buyer_name, net_minor, tax_minor, gross_minor, taxes)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      values: [
        orderNumber, number, invoice.ettn, profile, alias, issueDate, sale.invoice.buyer.name, kurusOf(net), kurusOf(tax), kurusOf(gross),
        JSON.stringify(sale.taxes),
      ],
    });
    return invoice;
  }

  private async receiverOf(taxId: string | undefined): Promise<{ readonly registered: boolean; readonly alias: string | null }> {
    if (!taxId) return { registered: false, alias: null };
    const answer = await this.call(`/integrator/v1/receivers/${taxId}`, this.settings.integratorKey);
    const { registered, alias = null } = answer as { readonly registered: boolean; readonly alias?: string };
    return { registered, alias };
  }

  private async postToErp(path: string, reference: string, document: object): Promise<string> {
    const answer = await this.call(`/erp${path}`, this.settings.erpKey, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': reference },
      body: JSON.stringify(document),
    });
    return (answer as { readonly number: string }).number;
  }

  private async call(path: string, key: string, init: RequestInit & { readonly headers?: Record<string, string> } = {}): Promise<unknown> {
    const headers = { ...init.headers, authorization: `Bearer ${key}` };
    const response = await fetch(`${this.settings.sandboxUrl}${path}`, { ...init, headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
    return JSON.parse(text) as unknown;
  }
}

/** Of this process. */
export function peerSettings(): PeerSettings {
  return JSON.parse(process.env.PEER_SETTINGS ?? '') as PeerSettings;
}

