import type { World } from '../world.js';
import type { Fault } from './fault.js';

const SECONDS = 300;

/** The broker is away for long: what comes in is taken and waits in the outboxes. */
export const brokerAway: Fault = {
  number: 8,
  name: 'broker-away',
  how: `the broker is away for ${SECONDS} s; tills are answered all the same`,
  seconds: SECONDS,
  limitSeconds: 120,
  inject: async (world: World) => {
    await world.stack.kafka.kill();
    const before = await world.sandbox.accepted();
    world.tell('Kafka is away');
    await world.pause(SECONDS);
    const taken = (await world.sandbox.accepted()) - before;
    world.tell(`${taken} orders were accepted without it`);
    if (taken === 0) world.miss('no order was accepted while Kafka was away');
    await world.stack.kafka.start();
    world.tell('Kafka answers again');
  },
};
