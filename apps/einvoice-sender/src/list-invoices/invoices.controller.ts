import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { isCalendarDate } from '@kervan/commerce';
import { Operator, problem } from '@kervan/service-host';
import { z } from 'zod';
import type { Invoice } from '../invoice/invoice.js';
import { InvoiceQueries } from './invoice-queries.js';
import { GapReport, InvoiceList, InvoiceView, viewOf } from './invoice-view.js';

const onDate = z.object({ date: z.string().refine(isCalendarDate, 'is no date of the form YYYY-MM-DD') });
const ofSeries = z.object({
  series: z.string().regex(/^[A-Z0-9]{3}$/, 'is 3 characters of A-Z and 0-9'),
  year: z.coerce.number().int().min(2000).max(2099),
});

/** Where accountants look at invoices, their UBL and the numbers of a series. Shows personal data: for operators. */
@ApiTags('invoices')
@Controller('v1/invoices')
@Operator()
export class InvoicesController {
  constructor(private readonly invoices: InvoiceQueries) {}

  /** The invoices of one issue date, by number. */
  @Get()
  @ApiOkResponse({ type: InvoiceList })
  async list(@Query() query: Record<string, string>): Promise<InvoiceList> {
    const { date } = checked(onDate, query);
    return { invoices: (await this.invoices.onDate(date)).map(viewOf) };
  }

  /** What became of the numbers of a series: how many were drawn, which are void and why, and which are missing. */
  @Get('gaps')
  @ApiOkResponse({ type: GapReport })
  async gaps(@Query() query: Record<string, string>): Promise<GapReport> {
    const { series, year } = checked(ofSeries, query);
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
  async xml(@Param('number') number: string): Promise<string> {
    return (await this.find(number)).xml;
  }

  private async find(number: string): Promise<Invoice> {
    const invoice = await this.invoices.byNumber(number);
    if (!invoice) throw problem('not-found');
    return invoice;
  }
}

function checked<S extends z.ZodType>(schema: S, query: Record<string, string>): z.output<S> {
  const { success, data, error } = schema.safeParse(query);
  if (success) return data;
  const details = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw problem('validation-failed', { errors: details.map((detail) => ({ code: 'invalid-parameter', detail })) });
}
