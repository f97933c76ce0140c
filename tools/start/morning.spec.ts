import { expect, it } from 'vitest';
import { progressLine, tableHeading } from './morning.js';

const none = { planned: 0, answered: 0, accepted: 0, refused: 0 };

it('progress names each kind that is played, and what is on its way', () => {
  const kinds = {
    tills: { planned: 300, answered: 120, accepted: 118, refused: 2 },
    moda: { planned: 20, answered: 20, accepted: 20, refused: 0 },
    bank: { ...none, planned: 1 },
    marketim: none,
  };
  expect(progressLine(kinds, { onTheirWay: 7, awaitingPayment: 3 })).toBe(
    'tills 120/300 (118 accepted, 2 refused) · moda 20/20 (20 accepted) · bank 0/1 · 7 on their way · 3 await payment',
  );
  expect(progressLine({}, { onTheirWay: 0, awaitingPayment: 0 })).toBe('0 on their way');
});

it('the table says since when it counts', () => {
  expect(tableHeading(1)).toContain('since the first start (one morning)');
  expect(tableHeading(3)).toContain('since the first start (3 mornings)');
});
