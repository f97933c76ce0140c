import type { Order } from '@kervan/contracts';
import { type BatchDesk, Batches, type BatchItem, type BatchSummary } from '@kervan/messaging';
import { OperatorAct, type SagaCount, type SagaFilter, SagaReader, type SagaSummary } from '@kervan/saga';
import { Injectable } from '@nestjs/common';
import type { OrderToInvoice } from '../order-to-invoice/order-to-invoice.js';
import type { ActOrder, Reason } from './act-order.js';
import { ORDER, SagaActs } from './saga-acts.js';

/** One act on every order that a filter selects, at a pace. */
export interface SagaBatchOrder extends Reason {
  /** Of the batch to be, a UUIDv7: sent again with it, it is ordered once. */
  readonly id?: string | undefined;
  readonly act: ActOrder;
  readonly filter: SagaFilter;
  readonly perSecond: number;
}

/** What a batch would act upon. */
export interface SagaBatchPreview {
  readonly total: number;
  /** How many stand where. */
  readonly byStep: readonly SagaCount[];
  readonly first: readonly SagaSummary[];
}

const FIRST = 5;
/** Why an order of the set is left alone that the filter would not select any more. */
const NO_LONGER_SELECTED = 'no-longer-selected';

/**
 * Acts on many orders: the set is frozen when the batch is ordered, and each act is checked at its turn.
 *
 * An order that the filter would not select any more is skipped, and so is one at which the act has no effect by then, or
 * for which something has come since: with the code that the single act would be refused with.
 */
@Injectable()
export class SagaBatches {
  readonly desk: BatchDesk<SagaFilter>;

  constructor(
    batches: Batches,
    private readonly acts: SagaActs,
    private readonly sagas: SagaReader<OrderToInvoice, Order>,
  ) {
    this.desk = batches.add<SagaFilter>({
      name: 'saga-acts',
      subjectKind: ORDER,
      select: (db, filter, limit) => this.sagas.select(db, filter, limit),
      act: async (db, item) => {
        const { subjectId, filter, by, reason } = item;
        if (!(await this.sagas.selects(db, filter, subjectId))) return { outcome: 'skipped', code: NO_LONGER_SELECTED };
        return { outcome: 'done', detail: await this.acts.takeWithin(db, subjectId, actOf(item), { by, reason }) };
      },
    });
  }

  order({ act: { act, ...options }, ...order }: SagaBatchOrder): Promise<BatchSummary> {
    return this.desk.create({ ...order, act, options });
  }

  /** What the filter selects now: how many, where they stand, and the first ones. */
  async preview(filter: SagaFilter): Promise<SagaBatchPreview> {
    const [byStep, { items: first }] = await Promise.all([
      this.sagas.counts(filter),
      this.sagas.list(filter, { limit: FIRST }),
    ]);
    return { total: byStep.reduce((sum, { count }) => sum + count, 0), byStep, first };
  }
}

/** An order is paused, or goes on, however it stands; any other act is for the order as it was when it was selected. */
function actOf({ act, options, seen }: BatchItem): ActOrder {
  const decides = act !== OperatorAct.pause && act !== OperatorAct.resume;
  return { act, ...options, ...(decides && { seen }) } as ActOrder;
}
