import { describe, expect, it } from 'vitest';
import { diagramOf } from './diagram.js';
import { sale } from './fixtures/sale.saga.js';

describe('the diagram of a saga', () => {
  const lines = diagramOf(sale)
    .split('\n')
    .map((line) => line.trim());

  it('goes down the happy path, leaving out what is not due', () => {
    expect(lines).toEqual(
      expect.arrayContaining([
        'stateDiagram-v2',
        '[*] --> post_order: OrderPlaced',
        'post_order --> issue_invoice: SalesOrderPosted',
        'issue_invoice --> transmit: not due',
        'transmit --> settle: InvoiceAccepted',
        'post_payment --> completed: PaymentPosted',
        'completed --> [*]: OrderCompleted',
      ]),
    );
  });

  it('goes back up the undo path from each refusal', () => {
    expect(lines).toEqual(
      expect.arrayContaining([
        'post_order --> compensated: SalesOrderRejected, where the channel compensates',
        'transmit --> undo_issue_invoice: InvoiceTransmissionRefused, where the channel compensates',
        'undo_issue_invoice --> undo_post_order: InvoiceVoided',
        'undo_post_order --> compensated: SalesOrderCancelled',
        'compensated --> [*]: OrderReversed',
      ]),
    );
  });

  it('shows the pivot as the point of no return', () => {
    expect(lines).toContain('state "transmit (pivot)" as transmit');
    expect(lines.filter((line) => line.startsWith('state "undo transmit'))).toEqual([]);
  });
});
