import { ConsumesAll, type DatabaseTransaction, type Received } from '@kervan/messaging';
import { Controller } from '@nestjs/common';
import { followedRecords, happeningOf } from './happening-of-message.js';
import { ReadModel } from './read-model.js';

/**
 * Keeps what the console shows: every message about an order becomes an entry of its timeline, and the order's facts,
 * its state and the counts follow from its entries.
 *
 * Redelivery is harmless, and so is any order of arrival: what is shown depends on the set of the messages alone. Sends
 * nothing.
 */
@Controller()
export class FollowOrdersConsumer {
  private readonly readModel = new ReadModel();

  @ConsumesAll(...followedRecords)
  async handleAll(
    inputs: readonly { readonly message: Received<unknown> }[],
    db: DatabaseTransaction,
  ): Promise<void> {
    await this.readModel.take(db, inputs.map(({ message }) => happeningOf(message)));
  }
}
