import { describe, expect, it } from 'vitest';
import {
  CancelSalesOrder,
  OrderCompleted,
  OrderNeedsAttention,
  OrderReversed,
  PostPayment,
  PostSalesOrder,
} from '@kervan/contracts';
import {
  invoiceAccepted,
  invoiceFormRefused,
  invoiceIssued,
  invoiceRefused,
  orderCancelled,
  paymentMatched,
  paymentPosted,
  salesOrderCancelled,
  salesOrderPosted,
  salesOrderRejected,
  tillSalePlaced,
  webOrderPlaced,
} from '../fixtures/sale.happenings.js';
import {
  cancelOrder,
  issueInvoice,
  postOrder,
  postPayment,
  sale,
  transmitInvoice,
  voidInvoice,
} from '../fixtures/sale.saga.js';
import { accepted, byHand, paid, transmitting, undoing } from '../fixtures/sale.ways.js';
import {
  amended,
  commandDead,
  commandWithdrawn,
  deadlineReached,
  given,
  type Happening,
  paused,
  play,
  resumed,
  retried,
  skipped,
} from '../testing/index.js';

describe('silence', () => {
  it('is first answered by asking again: the same command in a new message', () => {
    given(sale)
      .after(webOrderPlaced)
      .when(deadlineReached)
      .thenSends(postOrder)
      .andStandsAt('post-order', 1)
      .andItsTimerIs('set')
      .andRecords('asked-again');
  });

  it('is looked for again when an earlier step’s timer, which was left to fire, goes off before the deadline', () => {
    given(sale).after(webOrderPlaced).when(salesOrderPosted).andItsTimerIs('unchanged');
    const timerFired: Happening = ({ instance, now }) => ({
      input: { kind: 'deadline', step: 'post-order', attempt: 1 },
      now: instance?.timerAt ?? now,
    });
    given(sale)
      .after(...transmitting)
      .when(timerFired)
      .thenSendsNothing()
      .andIs('running', 'forward')
      .andRecords('ignored')
      .andItsTimerIs('set');
    given(sale)
      .after(...transmitting, timerFired)
      .when(timerFired)
      .thenSends(transmitInvoice)
      .andRecords('asked-again');
  });

  it('is then a person’s business, and time plays no part any more', () => {
    given(sale)
      .after(webOrderPlaced, deadlineReached)
      .when(deadlineReached)
      .thenSendsNothing()
      .thenPublishes(OrderNeedsAttention, { code: 'no-answer', step: 'post-order' })
      .andIs('needs_attention', 'forward')
      .andItsTimerIs('none');
    given(sale)
      .after(webOrderPlaced, deadlineReached, deadlineReached)
      .when(deadlineReached)
      .thenSendsNothing()
      .andIs('needs_attention', 'forward')
      .andRecords('stale');
  });

  it('ends with the awaited reply, also after a person was asked', () => {
    given(sale)
      .after(webOrderPlaced, deadlineReached, deadlineReached)
      .when(salesOrderPosted)
      .thenSends(issueInvoice)
      .andIs('running', 'forward');
  });

  it('is asked into again, under the same command, when an operator tries again', () => {
    given(sale)
      .after(webOrderPlaced, deadlineReached, deadlineReached)
      .when(retried)
      .thenSends(postOrder)
      .andStandsAt('post-order', 1);
  });

  it('of the payer is told to accounting, and the payment is still taken', () => {
    given(sale)
      .after(...accepted)
      .when(deadlineReached)
      .thenPublishes(OrderNeedsAttention, { code: 'payment-overdue' });
    given(sale)
      .after(...accepted, deadlineReached)
      .when(paymentMatched(12_000))
      .thenSends(postPayment)
      .andIs('running', 'forward');
    given(sale)
      .after(...accepted, deadlineReached)
      .when(retried)
      .thenSendsNothing()
      .andIs('waiting', 'forward')
      .andItsTimerIs('set');
  });
});

describe('a cancellation', () => {
  it('lets the step in flight finish, then undoes', () => {
    given(sale).after(webOrderPlaced).when(orderCancelled).thenSendsNothing().andIs('running', 'forward');
    given(sale)
      .after(webOrderPlaced, orderCancelled)
      .when(salesOrderPosted)
      .thenSends(cancelOrder)
      .andIs('running', 'backward');
  });

  it('undoes a till sale too: the till itself asked for it', () => {
    given(sale)
      .after(tillSalePlaced, orderCancelled)
      .when(salesOrderPosted)
      .thenSends(cancelOrder)
      .andIs('running', 'backward');
    given(sale).after(tillSalePlaced, orderCancelled).when(salesOrderRejected).andIs('compensated', 'backward');
  });

  it('of a refused till sale takes back what was done before', () => {
    given(sale).after(tillSalePlaced, salesOrderPosted, invoiceRefused).when(orderCancelled).thenSends(cancelOrder);
  });

  it('of a step without an answer withdraws its command, and undoes according to the answer', () => {
    const silent = [webOrderPlaced, salesOrderPosted, deadlineReached, deadlineReached];
    given(sale)
      .after(webOrderPlaced, deadlineReached, deadlineReached)
      .when(orderCancelled)
      .thenWithdraws(PostSalesOrder);
    given(sale)
      .after(...silent, orderCancelled)
      .when(commandWithdrawn)
      .thenSends(cancelOrder)
      .andIs('running', 'backward');
    given(sale)
      .after(...silent, orderCancelled)
      .when(invoiceIssued)
      .thenSends(voidInvoice)
      .andIs('running', 'backward');
  });

  it('before the pivot’s answer is decided by that answer', () => {
    given(sale)
      .after(...transmitting, orderCancelled)
      .when(invoiceAccepted)
      .thenSendsNothing()
      .thenPublishes(OrderNeedsAttention, { code: 'cancelled-after-pivot' })
      .andIs('needs_attention', 'forward');
    given(sale)
      .after(...transmitting, orderCancelled)
      .when(invoiceFormRefused)
      .thenSends(voidInvoice)
      .andIs('running', 'backward');
  });

  it('after the pivot undoes nothing: a person decides, and may let the saga go on', () => {
    given(sale)
      .after(...accepted)
      .when(orderCancelled)
      .thenSendsNothing()
      .andIs('needs_attention', 'forward');
    given(sale)
      .after(...accepted, orderCancelled)
      .when(paymentMatched(12_000))
      .thenSendsNothing()
      .andIs('needs_attention', 'forward');
    given(sale)
      .after(...accepted, orderCancelled, paymentMatched(12_000))
      .when(retried)
      .thenSends(postPayment)
      .andRecords('advanced', 'operator: cause removed')
      .andIs('running', 'forward');
  });

  it('of a completed order asks a person', () => {
    given(sale)
      .after(...paid, paymentPosted)
      .when(orderCancelled)
      .thenSendsNothing()
      .andIs('needs_attention', 'forward');
    given(sale)
      .after(...paid, paymentPosted, orderCancelled)
      .when(retried)
      .thenPublishes(OrderCompleted)
      .andRecords('completed', 'operator: cause removed')
      .andIs('completed', 'forward');
  });
});

describe('a dead command', () => {
  const tryingAgain = [webOrderPlaced, commandDead, retried];

  it('waits for a person, who has it withdrawn before a new attempt, which is a new command', () => {
    given(sale).after(webOrderPlaced).when(commandDead).thenSendsNothing().andIs('needs_attention', 'forward');
    given(sale).after(webOrderPlaced, commandDead).when(retried).thenWithdraws(PostSalesOrder).andStandsAt('post-order', 1);
    given(sale)
      .after(...tryingAgain)
      .when(commandWithdrawn)
      .thenSends(postOrder)
      .andStandsAt('post-order', 2);
  });

  it('that turns out to have been carried out is not tried again', () => {
    given(sale)
      .after(...tryingAgain)
      .when(salesOrderPosted)
      .thenSends(issueInvoice)
      .andIs('running', 'forward');
  });

  it('whose withdrawal dies, too, is withdrawn again before anything is tried', () => {
    given(sale)
      .after(...tryingAgain)
      .when(commandDead)
      .thenSendsNothing()
      .andIs('needs_attention', 'forward');
    given(sale)
      .after(...tryingAgain, commandDead)
      .when(retried)
      .thenWithdraws(PostSalesOrder);
  });

  it('that was withdrawn in a pause is tried again after it', () => {
    given(sale)
      .after(...tryingAgain, paused, commandWithdrawn)
      .when(resumed)
      .thenSends(postOrder)
      .andStandsAt('post-order', 2);
  });

  it('of a cancelled order is withdrawn at once, and not tried again whatever a person says', () => {
    given(sale).after(webOrderPlaced, orderCancelled).when(commandDead).thenWithdraws(PostSalesOrder).andIs('running', 'forward');
    given(sale)
      .after(webOrderPlaced, orderCancelled, commandDead, commandDead, retried)
      .when(commandWithdrawn)
      .thenPublishes(OrderReversed)
      .andIs('compensated', 'backward');
    given(sale)
      .after(webOrderPlaced, paused, orderCancelled, commandDead)
      .when(resumed)
      .thenWithdraws(PostSalesOrder);
  });

  it('of a cancelled order past the pivot is tried again: nothing can be taken back any more', () => {
    const posting = [...paid, orderCancelled, commandDead];
    given(sale)
      .after(...posting)
      .when(retried)
      .thenWithdraws(PostPayment);
    given(sale)
      .after(...posting, retried)
      .when(commandWithdrawn)
      .thenSends(postPayment);
  });

  describe('of an order that is amended', () => {
    const amending = [...transmitting, commandDead, amended({ buyer: { name: 'Ada Ltd' } })];
    const nameIn = (happenings: Happening[]): unknown => play(sale, happenings).at(-1)?.instance?.order.value().buyer?.name;

    it('is withdrawn before the step that it builds upon is done again', () => {
      given(sale)
        .after(...amending)
        .when(commandWithdrawn)
        .thenSends(issueInvoice)
        .andIs('running', 'forward');
      expect(nameIn(amending)).toBe('Ada Ltd');
    });

    it('and that turns out to have been carried out says that this came too late', () => {
      expect(play(sale, [...amending, invoiceAccepted]).at(-1)?.history).toMatchObject({
        effect: 'advanced',
        detail: 'operator: amended too late: the step was done',
      });
    });

    it('is done again where it turns out to have been carried out, if others build upon it', () => {
      const invoicing = [webOrderPlaced, salesOrderPosted, commandDead, amended({ buyer: { name: 'Ada Ltd' } })];
      given(sale)
        .after(...invoicing)
        .when(invoiceIssued)
        .thenSends(issueInvoice)
        .andStandsAt('issue-invoice', 2);
      given(sale)
        .after(...invoicing, invoiceIssued)
        .when(invoiceIssued)
        .thenSends(transmitInvoice);
      given(sale)
        .after(...invoicing, orderCancelled)
        .when(invoiceIssued)
        .thenSends(voidInvoice);
    });

    it('is amended also where the step is skipped, or amended again', () => {
      const posting = [webOrderPlaced, commandDead, amended({ buyer: { name: 'Ada Ltd' } })];
      expect(nameIn([...posting, skipped(byHand), commandWithdrawn])).toBe('Ada Ltd');
      const again = [...posting, commandDead, amended({ buyer: { taxId: '1234567890' } }), commandWithdrawn];
      expect(play(sale, again).at(-1)?.instance?.order.value().buyer).toMatchObject({ name: 'Ada Ltd', taxId: '1234567890' });
    });

    it('is taken from its earlier step also where its withdrawal died first, and a person had that tried again', () => {
      given(sale)
        .after(...amending, commandDead, retried)
        .when(commandWithdrawn)
        .thenSends(issueInvoice);
    });
  });

  it('that was redriven and succeeded is taken', () => {
    given(sale)
      .after(webOrderPlaced, commandDead)
      .when(salesOrderPosted)
      .thenSends(issueInvoice)
      .andIs('running', 'forward');
  });

  it('on the way back keeps the saga there: the undo is tried again by an operator', () => {
    given(sale)
      .after(...undoing)
      .when(commandDead)
      .thenSendsNothing()
      .andIs('needs_attention', 'backward');
    given(sale)
      .after(...undoing, commandDead)
      .when(retried)
      .thenWithdraws(CancelSalesOrder);
    given(sale)
      .after(...undoing, commandDead, retried)
      .when(commandWithdrawn)
      .thenSends(cancelOrder)
      .andStandsAt('post-order', 3);
    given(sale)
      .after(...undoing, commandDead, retried)
      .when(salesOrderCancelled)
      .andIs('compensated', 'backward');
  });

  it('on the way back is never asked for without end: twice, then a person', () => {
    const silent = [webOrderPlaced, salesOrderPosted, invoiceRefused, deadlineReached];
    given(sale).after(webOrderPlaced, salesOrderPosted, invoiceRefused).when(deadlineReached).thenSends(cancelOrder);
    given(sale)
      .after(...silent)
      .when(deadlineReached)
      .thenSendsNothing()
      .thenPublishes(OrderNeedsAttention, { code: 'no-answer', step: 'post-order' })
      .andIs('needs_attention', 'backward')
      .andItsTimerIs('none');
  });
});

describe('a pause', () => {
  it('records and sends nothing, and the resume goes on from there', () => {
    given(sale)
      .after(webOrderPlaced, paused)
      .when(salesOrderPosted)
      .thenSendsNothing()
      .andIs('paused', 'forward')
      .andRecords('recorded');
    given(sale)
      .after(webOrderPlaced, paused, salesOrderPosted)
      .when(resumed)
      .thenSends(issueInvoice)
      .andIs('running', 'forward');
    given(sale).after(webOrderPlaced, paused, orderCancelled, salesOrderPosted).when(resumed).thenSends(cancelOrder);
    given(sale)
      .after(...accepted, paused, orderCancelled)
      .when(resumed)
      .thenSendsNothing()
      .andIs('needs_attention', 'forward');
    given(sale).after(webOrderPlaced, paused).when(resumed).thenSends(postOrder).andStandsAt('post-order', 1);
  });
});
