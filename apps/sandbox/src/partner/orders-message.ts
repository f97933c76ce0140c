import { fromKurus } from '../money.js';
import { type EdiOrder } from './edi-order.js';
import {
  encode,
  STANDARD_DELIMITERS,
  writeSegments,
  type Delimiters,
  type Repertoire,
  type Segment,
} from './edifact-writer.js';

/** The GLNs of the partner, of the seller, and of the warehouse that the goods go to. */
const BUYER = '8690000000012';
const SELLER = '8690000000029';
const WAREHOUSE = '8690000000036';
const GLN = '14';

/** Delimiters that share nothing with the standard ones. */
export const OWN_DELIMITERS: Delimiters = {
  component: '|',
  element: '*',
  decimal: '.',
  release: '\\',
  terminator: '~',
};

/** What goes into one interchange. */
export interface Interchange {
  readonly reference: string;
  readonly repertoire: Repertoire;
  readonly delimiters?: Delimiters;
  readonly orders: readonly EdiOrder[];
  /** Each UNT says one segment more than there are. */
  readonly miscounted?: boolean;
}

/** Writes an interchange of ORDERS D.96A (EAN008) messages as the bytes of its file. */
export function ordersInterchange(interchange: Interchange, at: Date): Buffer {
  const { reference, repertoire, delimiters = STANDARD_DELIMITERS, orders, miscounted = false } = interchange;
  const [date = '', time = ''] = stamp(at).split('T');
  const messages = orders.map((order, index) => {
    const body = orderSegments(order, repertoire, date);
    const count = body.length + 2 + (miscounted ? 1 : 0);
    const id = String(index + 1);
    return [['UNH', id, ['ORDERS', 'D', '96A', 'UN', 'EAN008']], ...body, ['UNT', String(count), id]] as const;
  });
  const segments: Segment[] = [
    ['UNB', [repertoire, '3'], [BUYER, GLN], [SELLER, GLN], [date.slice(2), time], reference],
    ...messages.flat(),
    ['UNZ', String(orders.length), reference],
  ];
  return encode(writeSegments(segments, delimiters), repertoire);
}

function orderSegments({ number, items }: EdiOrder, repertoire: Repertoire, date: string): Segment[] {
  return [
    ['BGM', '220', number, '9'],
    ['DTM', ['137', date, '102']],
    ['DTM', ['2', date, '102']],
    ['NAD', 'BY', [BUYER, '', '9']],
    ['NAD', 'SU', [SELLER, '', '9']],
    ['NAD', 'DP', [WAREHOUSE, '', '9']],
    ['CUX', ['2', 'TRY', '9']],
    ...items.flatMap(({ article, quantity }, index): Segment[] => [
      ['LIN', String(index + 1), '', [article.gtin, 'EN']],
      ['PIA', '1', [article.articleId, 'SA']],
      ['IMD', 'F', '', ['', '', '', repertoire === 'UNOC' ? article.plainName : article.name]],
      ['QTY', ['21', String(quantity), 'PCE']],
      ['PRI', ['AAA', fromKurus(article.price)]],
    ]),
    ['UNS', 'S'],
    ['CNT', ['2', String(items.length)]],
  ];
}

/** Date and time of an instant in Turkey, as `20261121T0930`. */
function stamp(at: Date): string {
  const local = new Date(at.getTime() + 3 * 3_600_000).toISOString();
  return local.slice(0, 16).replaceAll(/[-:]/g, '');
}
