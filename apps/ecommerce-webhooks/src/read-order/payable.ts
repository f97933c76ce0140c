import { RuleBroken } from '@kervan/commerce';
import type { Mapping } from '../shop/shop-profile.js';
import { Findings } from './findings.js';
import { moneyOf } from './money.js';
import { type EventOfOrder, type Sold, Stage, type ToldOrder, Unusable, type WhatItSays } from './reading.js';
import type { ShopDocument } from './shop-document.js';

/** The event of an order that is paid, or to be paid by transfer. */
export function payable(of: EventOfOrder, told: ToldOrder): WhatItSays {
  const event = {
    ...of,
    stage: Stage.payable,
    place: () => inFindings(() => told.place()),
    sold: (placedWith) => inFindings(() => told.sold(placedWith)),
  } as const satisfies EventOfOrder & ToldOrder & { readonly stage: Stage };
  return { kind: 'event', event };
}

/** What is sold by a vendor's document, and what it costs. @throws {Unusable} */
export function soldBy(read: (findings: Findings) => ShopDocument, mapping: Pick<Mapping, 'exemption'>): Sold {
  const findings = new Findings();
  const document = read(findings);
  findings.settle();
  return { currency: document.currency, ...moneyOf(document, mapping) };
}

/** A rule of commerce that the order breaks is told as what keeps it from being used. */
function inFindings<T>(translate: () => T): T {
  try {
    return translate();
  } catch (error) {
    if (!(error instanceof RuleBroken)) throw error;
    throw new Unusable([{ pointer: '#', code: error.code, detail: `Expected: ${error.message}.` }]);
  }
}
