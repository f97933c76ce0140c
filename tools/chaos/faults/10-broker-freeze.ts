import type { World } from '../world.js';
import type { Fault } from './fault.js';

const SECONDS = 20;

/** The broker holds every connection and answers none. */
export const brokerFreeze: Fault = {
  number: 10,
  name: 'broker-freeze',
  how: `SIGSTOP of the broker for ${SECONDS} s`,
  seconds: SECONDS,
  limitSeconds: 30,
  inject: async (world: World) => {
    const { kafka } = world.stack;
    kafka.signal('SIGSTOP');
    world.tell('Kafka stands still');
    try {
      await world.pause(SECONDS);
    } finally {
      kafka.signal('SIGCONT');
    }
    world.tell('Kafka goes on');
  },
};
