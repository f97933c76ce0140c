import type { World } from '../world.js';
import type { Fault } from './fault.js';

/** The broker dies without a word and comes back with its data; what is to be sent waits in the outboxes. */
export const brokerKill: Fault = {
  number: 7,
  name: 'broker-kill',
  how: 'kill -9 of the broker, started again at once',
  seconds: 10,
  limitSeconds: 30,
  inject: async (world: World) => {
    world.tell(`kill -9 Kafka (process ${world.stack.kafka.pids[0]})`);
    await world.stack.kafka.kill();
    await world.stack.kafka.start();
    world.tell('Kafka answers again');
  },
};
