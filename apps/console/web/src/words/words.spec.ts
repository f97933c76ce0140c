import { describe, expect, it } from 'vitest';
import { reasonFor } from './attention';
import { channelName, stepName } from './documents';
import { lineReason } from './undecided';

/** The sources of what asks for a person: the saga, and the services whose commands may be refused or given up. */
const sources = import.meta.glob<string>(
  [
    '../../../../../libs/saga/src/core/{notices,on-event}.ts',
    '../../../../../libs/outbound/src/{admin,call,policy,worker}/*.ts',
    '../../../../{order-orchestrator,erp-writer,einvoice-sender}/src/**/*.ts',
    '!**/*.spec.ts',
    '!**/{fixtures,administer-sagas}/**',
  ],
  { query: '?raw', import: 'default', eager: true },
);

/** Told to a command that no order waits for any more. */
const notForPersons = ['taken-over'];

/** The codes that are written there; those that are put together, of what state an invoice is in, are named. */
function ownCodes(): string[] {
  const written = /(?:\bcode:|\bcode =|GIVEN_UP =|ettnUsed:|otherInvoiceHeld:|refused\(|refuse\(request, \[\],) '([a-z]+(?:-[a-z]+)*)'/g;
  const found = Object.values(sources).flatMap((text) => [...text.matchAll(written)].map(([, code]) => code ?? ''));
  const ofStates = ['transmitting', 'accepted', 'refused', 'void'].map((state) => `invoice-${state}`);
  return [...new Set([...found, 'preflight-failed', ...ofStates])].filter((code) => !notForPersons.includes(code)).sort();
}

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

  it.each(ownCodes())('%s of our own services is told in words, whatever the step', (code) => {
    const { why, next } = reasonFor({ code, step: 'settle' });
    expect(why).not.toContain(`(${code})`);
    expect(next).toMatch(/^[A-Z].*\.$/);
  });

  it('of our own services is looked for where it is made', () => {
    expect(ownCodes()).toEqual(expect.arrayContaining(['no-answer', 'payment-overdue', 'totals-mismatch', 'invoice-moved-on', 'given-up']));
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
