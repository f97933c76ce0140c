import { type Effects } from './effects.js';
import { finding, type Finding } from './finding.js';
import { type Input } from './inputs.js';
import { type Transmission } from './ledger-lines.js';
import { companyOf, type Company } from './seller.js';

type Ordered = Pick<Input, 'orderNumber' | 'content'>;

const E_ARCHIVE = 'EARSIVFATURA';
const SERIES = 3;

/**
 * Where an invoice names another seller than the company that has sold, or has a number of another series than that of
 * company, mode and kind. A company that the companies file does not have is taken on trust.
 */
export function checkIssuer({ orderNumber, content: { company: code, mode } }: Ordered, { invoices }: Effects): Finding[] {
  const company = companyOf(code);
  if (!company) return [];
  const transmitted = invoices.map(({ last }) => last);
  return [
    ...transmitted
      .filter(({ invoice }) => invoice.sellerTaxId !== company.seller.vkn)
      .map(({ number, invoice }) => {
        const detail = `${number} is issued by ${invoice.sellerTaxId || 'nobody'}, the tax number of ${code} is ${company.seller.vkn}`;
        return finding('seller-differs', orderNumber, detail);
      }),
    ...transmitted.flatMap((transmission) => {
      const series = seriesOf(company, mode, transmission);
      const { number, invoice } = transmission;
      if (series === undefined || number.slice(0, SERIES) === series) return [];
      const detail = `${number} is no number of ${series}, the series of ${code} for ${invoice.profile}, ${mode}`;
      return [finding('series-differs', orderNumber, detail)];
    }),
  ];
}

function seriesOf({ series }: Company, mode: string | undefined, { invoice }: Transmission): string | undefined {
  const ofMode = mode === undefined ? undefined : series[mode];
  return invoice.profile === E_ARCHIVE ? ofMode?.eArsiv : ofMode?.eFatura;
}
