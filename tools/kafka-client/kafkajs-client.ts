import { kafkaClient } from '@kervan/messaging';
import { KafkaIntake, logBounds, RecordProducer } from '@kervan/messaging/parts';
import type { CandidateClient } from './client-door.js';

/** What services run on. */
export const kafkajsClient: CandidateClient = {
  name: 'kafkajs',
  falls: {},
  open(options) {
    const kafka = kafkaClient(options);
    return {
      intake: (queue, intakeOptions, events) => new KafkaIntake(kafka, queue, intakeOptions, events),
      sender: () => new RecordProducer(kafka),
      logBounds: (partitions) => logBounds(kafka, partitions),
      close: () => Promise.resolve(),
    };
  },
};
