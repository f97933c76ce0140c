import { describe, expect, it } from 'vitest';
import { reasonFor } from './attention';
import { channelName, stepName } from './documents';
import { lineReason } from './undecided';

describe('the reason why an order waits', () => {
  it('is told in words, with what to do', () => {
    expect(reasonFor({ code: 'payment-overdue', step: 'settle' }).why).toBe('The payment has not come in time');
  });

  it('is told in words where the invoice is refused before it has a number', () => {
    expect(reasonFor({ code: 'preflight-failed', step: 'issue-invoice' }).why).toBe('The order cannot be invoiced as it is');
  });

  it.each(['preflight-failed', '1150', '1160'])('asks at %s for no amendment of what the ERP holds', (code) => {
    const { next } = reasonFor({ code, step: 'transmit' });
    expect(next).toMatch(/^Amend the buyer or .* cancel the order and place it anew under another number\.$/);
  });

  it('is told by its code where an outside system has made it', () => {
    const { why, next } = reasonFor({ code: 'E-4711', step: 'book-invoice' });
    expect(why).toBe('Refused while booking the invoice (E-4711)');
    expect(next).toMatch(/try the step again/);
  });
});

it('what has no word yet is shown as it is', () => {
  expect([stepName('weigh'), channelName('kiosk'), lineReason('odd')]).toEqual(['weigh', 'kiosk', 'odd']);
});
