import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileOf, read, readOfPlaced } from '../fixtures/reading.js';
import { shopifyOrder } from '../fixtures/shopify.js';
import { standardOrder } from '../fixtures/standard.js';
import { woocommerceOrder } from '../fixtures/woocommerce.js';

const MARK = 'CANARY';

const oddity = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    '-1',
    '1e308',
    'NaN',
    '12,50',
    '0.001',
    '999999999999999',
    -1,
    0,
    0.1,
    1e308,
    2 ** 53,
  ),
  fc.constantFrom<unknown>(
    true,
    [],
    {},
    [[]],
    [null],
    { a: MARK },
    MARK,
    '2026-02-30T00:00:00Z',
    '0001-01-01T00:00:00',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => text.isWellFormed()),
  fc.double(),
);

type Tree = Record<string, unknown>;

/** Every place in a document, as the keys that lead there. */
function placesIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return [
    ...(path.length > 0 ? [[...path]] : []),
    ...Object.entries(value).flatMap(([key, each]) => placesIn(each, [...path, key])),
  ];
}

function changed(document: unknown, path: readonly string[], value: unknown): unknown {
  const copy = structuredClone(document) as Tree;
  const holder = path.slice(0, -1).reduce<Tree | undefined>((tree, key) => tree?.[key] as Tree | undefined, copy);
  if (typeof holder === 'object' && holder !== null) holder[path.at(-1)!] = value;
  return copy;
}

describe('whatever a shop sends is read, or told what is wrong with it', () => {
  it.each([
    ['Shopify', 'moda', shopifyOrder()],
    ['WooCommerce', 'ev', woocommerceOrder()],
    ['Standard Webhooks', 'acme', standardOrder()],
  ] as const)('by %s', (_whose, shop, document) => {
    const profile = profileOf(shop);
    const mutation = fc.tuple(fc.constantFrom(...placesIn(document)), oddity);
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        const content = mutations.reduce<unknown>((before, [path, value]) => changed(before, path, value), document);
        for (const reading of [read(profile, content), readOfPlaced(profile, content)]) {
          if (reading.kind !== 'unusable') continue;
          expect(reading.findings.length).toBeGreaterThan(0);
          for (const { pointer, code } of reading.findings) {
            expect(pointer).toMatch(/^#/);
            expect(code).toMatch(/^[a-z][a-z-]+$/);
          }
          expect(JSON.stringify(reading.findings.map(({ pointer: _place, ...rest }) => rest))).not.toContain(MARK);
        }
      }),
      { numRuns: 1_000 },
    );
  }, 60_000);
});
