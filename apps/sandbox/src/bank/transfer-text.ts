import { type Random } from '../world/random.js';
import { type Due } from '../world/transfer-habit.js';

const WITHOUT_REFERENCE = ['odeme', 'alisveris bedeli', 'havale'] as const;

/**
 * What a payer writes into the field for the text: numbers in small letters, with blanks instead of hyphens, between
 * other words, as people do.
 */
export function transferText({ habit, payersNumber }: Due, invoiceNumber: string | undefined, random: Random): string {
  if (habit === 'no-reference') return random.pick<string>(WITHOUT_REFERENCE);
  if (habit === 'names-invoice' && invoiceNumber !== undefined) {
    const [series, digits] = [invoiceNumber.slice(0, 7), invoiceNumber.slice(7)];
    return random.pick([
      `${series.toLowerCase()} ${digits} nolu fatura bedeli`,
      `Fatura no: ${invoiceNumber}`,
      `FTR ${series}-${digits}`,
    ]);
  }
  const blanks = payersNumber.toLowerCase().replaceAll('-', ' ');
  return random.pick([
    `${blanks} nolu siparis odemesi`,
    `SIPARIS NO: ${payersNumber.toUpperCase()}`,
    `${payersNumber.toLowerCase()} siparisi icin`,
    `Siparis ${blanks}`,
  ]);
}
