import type { CancelSalesOrder } from '@kervan/contracts';
import { expect, it } from 'vitest';
import { cancellationOf } from './cancellation.js';

const command = {
  orderId: '019aa5c1-7e2b-8c3d-9a4e-0000000000a1',
  commandId: '019aa5c1-7e2b-8c3d-9a4e-0000000000c1',
  company: 'anadolu',
  mode: 'live',
  orderNumber: 'W-1001',
  erpNumber: 'SO-1',
} as const;
const reasonOf = (reason: string) => cancellationOf({ ...command, reason } as CancelSalesOrder).reason;

it('names the order as its other documents do', () => {
  const { company, mode, orderNumber } = command;
  expect(cancellationOf({ ...command, reason: 'r' } as CancelSalesOrder)).toMatchObject({ company, mode, orderNumber, erpOrderNumber: 'SO-1' });
});

it.each([
  ['the customer has called', 'the customer has called'],
  [' \n', 'no reason given'],
  ['x'.repeat(500), 'x'.repeat(200)],
  [`${'x'.repeat(198)}😀😀`, `${'x'.repeat(198)}😀`],
  [`${'x'.repeat(199)}😀`, 'x'.repeat(199)],
  ['\ud83d', '\ufffd'],
])('gives the ERP a reason that it takes: %#', (told, given) => {
  expect(reasonOf(told)).toBe(given);
});
