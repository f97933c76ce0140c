import { expect, it } from 'vitest';
import { waitingTable } from './waiting-orders.js';

const order = { orderNumber: '002-2-1-2', step: 'transmit', code: 'refused', detail: 'The receiver is closed.' };

it('orders that wait are told with their step and their reason', () => {
  expect(waitingTable([order, { orderNumber: 'moda-1', step: 'post-order', code: 'branch-closed', detail: '' }]).split('\n')).toEqual([
    '  002-2-1-2  transmit    refused: The receiver is closed.',
    '  moda-1     post-order  branch-closed',
  ]);
});

it('ten of them are shown, and how many more there are', () => {
  const lines = waitingTable(Array.from({ length: 13 }, () => order)).split('\n');
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toBe('  and 3 more');
});
