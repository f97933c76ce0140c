import { intakeNow } from '../intake.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';

const SECONDS = 300;
/** The usual rate is that of so many seconds before. */
const BEFORE_MS = 10_000;
/** What was sent later is not asked for its answer. */
const ANSWER_MS = 10_000;
const LEAST_SHARE = 0.9;

/** The broker is away for long: what comes in is taken and waits in the outboxes. */
export const brokerAway: Fault = {
  number: 8,
  name: 'broker-away',
  how: `the broker is away for ${SECONDS} s; tills, shops and partner are answered all the same, at nine tenths of the usual rate at least`,
  seconds: SECONDS,
  limitSeconds: 120,
  inject: async (world: World) => {
    const before = Date.now();
    const usual = (await intakeNow(world, before - BEFORE_MS, before)).sent / BEFORE_MS;
    await world.stack.kafka.kill();
    const begin = Date.now();
    world.tell('Kafka is away');
    await world.pause(SECONDS);
    const end = Math.max(begin, Date.now() - ANSWER_MS);
    const { sent, answered } = await intakeNow(world, begin, end);
    const wanted = usual * (end - begin) * LEAST_SHARE;
    world.tell(`${answered} of ${sent} orders were answered without it, ${perSecond(answered / (end - begin))}; ${perSecond(usual)} were sent before`);
    if (answered === 0 || answered < wanted) world.miss(`${answered} orders were answered while Kafka was away, not ${Math.ceil(wanted)}`);
    await world.stack.kafka.start();
    world.tell('Kafka answers again');
  },
};

function perSecond(rate: number): string {
  return `${(rate * 1_000).toFixed(1)} a second`;
}
