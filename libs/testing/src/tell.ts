import { randomUUID } from 'node:crypto';
import type { Message } from '@kervan/contracts';

/** What a message is told through: the Transactions of messaging. */
export interface Told {
  run(work: (db: Outputs) => Promise<void>): Promise<void>;
}

interface Outputs {
  causedBy(cause: Cause): { publish(event: Message): void; send(command: Message): void };
}

interface Cause {
  readonly id: string;
  readonly correlationId: string;
  readonly acceptedAt: number;
  readonly source: string;
}

/**
 * Publishes events and sends commands as other services do, in one transaction of the service under test.
 *
 * Resolves once they are committed; they are on their topics, and handled, some time after.
 */
export async function tell(
  through: Told,
  messages: readonly Message[],
  correlationId: string = randomUUID(),
): Promise<void> {
  await through.run(async (db) => {
    const tx = db.causedBy({ id: randomUUID(), correlationId, acceptedAt: Date.now(), source: 'test' });
    for (const message of messages) {
      if (message.type.kind === 'event') tx.publish(message);
      else tx.send(message);
    }
  });
}
