import { finding, type Finding } from './finding.js';
import { type Input } from './inputs.js';
import { type Transmission } from './ledger-lines.js';
import { type ServiceFacts } from './service-facts.js';

const SERIES_AND_YEAR = 7;
const VOID = 'void';

/**
 * Invoice numbers: one ETTN each, and no number of a series left out without a record.
 *
 * With services, a number that the integrator never saw must be one that they account for, and void where its order was taken
 * back. Without them, as many may
 * be left out as orders with an invoice were undone: those numbers may have been voided before the integrator saw them.
 */
export function checkNumbers(
  transmissions: readonly Transmission[],
  undone: readonly Input[],
  services: ServiceFacts | undefined,
): Finding[] {
  const ettns = new Map<string, Set<string>>();
  for (const { number, ettn } of transmissions) ettns.set(number, (ettns.get(number) ?? new Set()).add(ettn));
  const shared = [...ettns].filter(([, users]) => users.size > 1);
  const leftOut = leftOutOf([...ettns.keys()]);
  const gaps = services ? [...services.missingNumbers] : leftOut.length > undone.length ? leftOut : [];
  const takenBack = new Set(undone.map(({ orderNumber }) => orderNumber));
  const kept = (services?.invoices ?? []).filter(({ number, orderNumber, state }) => {
    return state !== VOID && !ettns.has(number) && takenBack.has(orderNumber);
  });
  return [
    ...shared.map(([number, users]) => finding('invoice-number-shared', number, `used by ${users.size} ETTNs`)),
    ...gaps.map((number) => finding('invoice-number-gap', number, 'never transmitted, and no void is recorded')),
    ...kept.map(({ number, orderNumber, state }) => {
      return finding('invoice-number-gap', number, `${state}, never transmitted, and its order ${orderNumber} was taken back`);
    }),
  ];
}

/** Series and year of the invoice numbers, such as `EAR2026`, each once. */
export function seriesAndYearsOf(transmissions: readonly Transmission[]): string[] {
  return [...new Set(transmissions.map(({ number }) => number.slice(0, SERIES_AND_YEAR)))];
}

/** The numbers that a series leaves out below its highest; a series starts at 1. */
function leftOutOf(numbers: readonly string[]): string[] {
  const bySeries = new Map<string, Set<number>>();
  for (const number of numbers) {
    const series = number.slice(0, SERIES_AND_YEAR);
    bySeries.set(series, (bySeries.get(series) ?? new Set()).add(Number(number.slice(SERIES_AND_YEAR))));
  }
  return [...bySeries].flatMap(([series, used]) => {
    const highest = [...used].reduce((a, b) => Math.max(a, b), 0);
    const all = Array.from({ length: highest }, (_, index) => index + 1);
    return all.filter((each) => !used.has(each)).map((each) => `${series}${String(each).padStart(9, '0')}`);
  });
}
