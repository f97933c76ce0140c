import { Controller, Get, Header, Headers, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { isCalendarDate } from '@kervan/commerce';
import { CheckedQuery, coded, Operator, problem } from '@kervan/service-host';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Invoice } from '../invoice/invoice.js';
import { invoicesCsv } from './invoice-csv.js';
import { InvoiceQueries } from './invoice-queries.js';
import { GapReport, InvoiceList, InvoiceView, viewOf } from './invoice-view.js';

const LARGEST_PAGE = 1_000;

const date = { error: coded('invalid-date', 'a date, YYYY-MM-DD') };
const number = { error: coded('invalid-number', 'an invoice number') };
const series = { error: coded('invalid-series', '3 characters of A-Z and 0-9') };

const onDate = z.strictObject({
  date: z.string(date).refine(isCalendarDate, date).meta({ format: 'date' }),
  after: z.string().regex(/^[A-Z0-9]{16}$/, number).optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(LARGEST_PAGE).default(LARGEST_PAGE),
});
const ofSeries = z.strictObject({
  series: z.string(series).regex(/^[A-Z0-9]{3}$/, series).meta({ example: 'AMA' }),
  year: z.coerce.number().int().min(2000).max(2099),
});

/** Where accountants look at invoices, their UBL and the numbers of a series. Shows personal data: for operators. */
@ApiTags('invoices')
@Controller('v1/invoices')
@Operator()
export class InvoicesController {
  constructor(private readonly invoices: InvoiceQueries) {}

  /** The invoices of one issue date, by number: as JSON, or for `Accept: text/csv` as a table for a spreadsheet. */
  @Get()
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({ type: InvoiceList })
  async list(
    @CheckedQuery(onDate) { date, limit, after }: z.output<typeof onDate>,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InvoiceList | string> {
    const page = await this.invoices.onDate(date, after === undefined ? { limit } : { limit, after });
    const last = page.length === limit ? page.at(-1) : undefined;
    const invoices = page.map(viewOf);
    void reply.header('vary', 'Accept');
    if (!accept?.includes('text/csv')) return { invoices, ...(last && { next: last.number }) };
    void reply.header('content-type', 'text/csv; charset=utf-8; header=present');
    void reply.header('content-disposition', `attachment; filename="invoices-${date}.csv"`);
    const next = `</v1/invoices?date=${date}&limit=${limit}&after=${last?.number}>; rel="next"`;
    if (last) void reply.header('link', next);
    return invoicesCsv(invoices);
  }

  /** What became of the numbers of a series: how many were drawn, which are void and why, and which are missing. */
  @Get('gaps')
  @ApiOkResponse({ type: GapReport })
  async gaps(@CheckedQuery(ofSeries) { series, year }: z.output<typeof ofSeries>): Promise<GapReport> {
    const report = await this.invoices.gaps(series, year);
    if (!report) throw problem('not-found');
    return report;
  }

  @Get(':number')
  @ApiOkResponse({ type: InvoiceView })
  async get(@Param('number') number: string): Promise<InvoiceView> {
    return viewOf(await this.find(number));
  }

  /** The UBL as it is, or will be, handed to the integrator. */
  @Get(':number/xml')
  @Header('content-type', 'application/xml; charset=utf-8')
  @ApiProduces('application/xml')
  @ApiOkResponse({ schema: { type: 'string' } })
  async xml(@Param('number') number: string): Promise<string> {
    return (await this.find(number)).xml;
  }

  private async find(number: string): Promise<Invoice> {
    const invoice = await this.invoices.byNumber(number);
    if (!invoice) throw problem('not-found');
    return invoice;
  }
}
