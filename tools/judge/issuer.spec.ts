import { describe, expect, it } from 'vitest';
import { canonicalHash } from './canonical-hash.js';
import { type Doctor, rewrite } from './fixtures/doctors.js';
import { LedgerWriter, SELLER_TAX_ID } from './fixtures/ledger-writer.js';
import { renumbered, smallWorld } from './fixtures/small-world.js';
import { facts } from './fixtures/sound-facts.js';
import { judgeLedgers } from './judge.js';
import { type ErpDocument } from './ledger-lines.js';

const INVOICED = '002-1-1-1';
const REFUSED = '006-1-1-1';
const HAND = 'moda-1001';
const SOME_OTHERS = '6155079210';

/** What the judge finds after doctors have been at sound ledgers, one after the other. */
function findingsAfter(...doctors: Doctor[]): string[] {
  const ledgers = smallWorld();
  for (const doctor of doctors) doctor(ledgers);
  return judgeLedgers(renumbered(ledgers)).findings.map(({ code }) => code);
}

/** Replaces a text in all that ERP and integrator have of an order, as if it had been so from the beginning. */
function throughout(orderNumber: string, text: string, other: string): Doctor {
  const change = <Part>(part: Part): Part => JSON.parse(JSON.stringify(part).replaceAll(text, other)) as Part;
  return (ledgers) => {
    ledgers.erp = ledgers.erp.map((line): ErpDocument => {
      if (line.orderNumber !== orderNumber) return line;
      const body = change(line.body);
      return { ...line, body, contentHash: canonicalHash(body) };
    });
    ledgers.integrator = ledgers.integrator.map((line) => (line.ettn === `ettn of ${orderNumber}` ? change(line) : line));
  };
}

const numbered = (series: string): Doctor => throughout(INVOICED, 'AMA2026', `${series}2026`);
const asEFatura = throughout(INVOICED, 'EARSIVFATURA', 'TEMELFATURA');

describe('who has issued an invoice, by the companies file', () => {
  it('is found when it is another than the company that has sold', () => {
    expect(findingsAfter(throughout(INVOICED, SELLER_TAX_ID, SOME_OTHERS))).toEqual(['seller-differs']);
  });

  it('is found when nobody is named', () => {
    expect(findingsAfter(rewrite('integrator', INVOICED, SELLER_TAX_ID, ''))).toEqual(['seller-differs']);
  });

  it('is found of an invoice that the authority has refused, too', () => {
    expect(findingsAfter(throughout(REFUSED, SELLER_TAX_ID, SOME_OTHERS))).toEqual(['seller-differs']);
  });
});

describe('the series of an invoice, by the companies file', () => {
  it.each([
    ['the e-Fatura, for an e-Arşiv invoice', [numbered('AMF')]],
    ['the e-Arşiv, for an e-Fatura', [asEFatura]],
    ['tests', [numbered('TMA')]],
    ['nobody', [numbered('XXX')]],
  ])('is found when it is that of %s', (_whose, doctors) => {
    expect(findingsAfter(...doctors)).toEqual(['series-differs']);
  });

  it('is right for an e-Fatura under its own', () => {
    expect(findingsAfter(asEFatura, numbered('AMF'))).toEqual([]);
  });
});

describe('an order that somebody sent by hand', () => {
  const byHand = (...doctors: Doctor[]): string[] => {
    const ledgers = smallWorld();
    const world = Object.assign(new LedgerWriter(), { ledgers });
    world.orders(HAND).transmits(HAND, 8, 'accepted').invoices(HAND, 8).pays(HAND, 'card');
    for (const doctor of doctors) doctor(ledgers);
    const said = { states: { [HAND]: 'completed' }, sagas: { [HAND]: { status: 'completed', acts: [] } } };
    return judgeLedgers(renumbered(ledgers), facts(said)).findings.map(({ code }) => code);
  };
  const asTest = throughout(HAND, '"live"', '"test"');

  it('is numbered in the series of its own mode', () => {
    expect(byHand(asTest)).toEqual(['series-differs']);
    expect(byHand(asTest, throughout(HAND, 'AMA2026', 'TMA2026'))).toEqual([]);
  });

  it('may be of a company that the file does not have, which is taken on trust', () => {
    const another = [throughout(HAND, 'AM01', 'AM02'), throughout(HAND, SELLER_TAX_ID, SOME_OTHERS)];
    expect(byHand(...another, throughout(HAND, 'AMA2026', 'XXA2026'))).toEqual([]);
  });
});
