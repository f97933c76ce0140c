import type { Transaction } from '@kervan/messaging';
import type { CallType, OutboundCalls } from '@kervan/outbound';
import type { Receiver } from '../../invoice/profile.js';
import type {
  Dispatch,
  Holding,
  IntegratorPort,
  ReceiverQuestion,
  StatusQuestion,
  TransmissionStatus,
  VoidQuestion,
} from '../../ports/integrator.js';

/** The kinds of calls that the integrator takes. */
export interface IntegratorCalls {
  readonly lookUpReceiver: CallType<ReceiverQuestion, Receiver>;
  readonly sendInvoice: CallType<Dispatch, TransmissionStatus>;
  readonly askStatus: CallType<StatusQuestion, TransmissionStatus>;
  readonly askBeforeVoid: CallType<VoidQuestion, Holding>;
}

/** The integrator behind the outbound library; calls of one order are made in the order in which they were stored. */
export class IntegratorAdapter implements IntegratorPort {
  constructor(
    private readonly outbound: OutboundCalls,
    private readonly calls: IntegratorCalls,
  ) {}

  lookUpReceiver(tx: Transaction, question: ReceiverQuestion): void {
    const { orderId, commandId } = question;
    const call = {
      type: this.calls.lookUpReceiver,
      data: question,
      repeatKey: commandId,
      orderKey: orderId,
      commandId,
    };
    this.outbound.enqueue(tx, call);
  }

  send(tx: Transaction, dispatch: Dispatch): void {
    const { orderId, commandId, ettn } = dispatch;
    const call = { type: this.calls.sendInvoice, data: dispatch, repeatKey: ettn, orderKey: orderId, commandId };
    this.outbound.enqueue(tx, call);
  }

  askStatus(tx: Transaction, question: StatusQuestion): void {
    const { orderId, ettn, poll } = question;
    const repeatKey = `${ettn}:${poll}`;
    this.outbound.enqueue(tx, { type: this.calls.askStatus, data: question, repeatKey, orderKey: orderId });
  }

  askBeforeVoid(tx: Transaction, question: VoidQuestion): void {
    const { orderId, commandId } = question;
    const type = this.calls.askBeforeVoid;
    this.outbound.enqueue(tx, { type, data: question, repeatKey: commandId, orderKey: orderId, commandId });
  }
}
