import { describe, expect, it } from 'vitest';
import {
  invoiceIssued,
  invoiceRefused,
  invoiceTransmissionRefused,
  invoiceVoided,
  receiptSalePlaced,
  salesOrderCancelled,
  salesOrderPosted,
  tillSalePlaced,
  webOrderPlaced,
} from '../fixtures/sale.happenings.js';
import { sale } from '../fixtures/sale.saga.js';
import { play, type Happening } from '../testing/index.js';
import { remainingSteps } from './remaining-steps.js';

const remaining = (...happenings: Happening[]) => remainingSteps(sale, play(sale, happenings).at(-1)!.instance!);

describe('the steps that remain', () => {
  it('are those that are due, the current one first', () => {
    expect(remaining(webOrderPlaced, salesOrderPosted)).toEqual([
      'issue-invoice',
      'transmit',
      'settle',
      'post-payment',
    ]);
    expect(remaining(receiptSalePlaced)).toEqual(['post-order', 'post-payment']);
  });

  it('include a step that failed', () => {
    expect(remaining(tillSalePlaced, salesOrderPosted, invoiceRefused)[0]).toBe('issue-invoice');
  });

  it('on the way back are those to be undone', () => {
    const refused = [webOrderPlaced, salesOrderPosted, invoiceIssued, invoiceTransmissionRefused];
    expect(remaining(...refused)).toEqual(['issue-invoice', 'post-order']);
    expect(remaining(...refused, invoiceVoided)).toEqual(['post-order']);
    expect(remaining(...refused, invoiceVoided, salesOrderCancelled)).toEqual([]);
  });
});
