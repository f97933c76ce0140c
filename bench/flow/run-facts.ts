import type { DatabaseSettings } from '../measure/database-watch.js';
import { madeWith } from '../measure/made-with.js';
import { servicesTold } from './every-service.js';
import type { RunPlan } from './plan.js';
import type { RunFacts } from './report.js';

/** What a run is made with, as far as the machine and the checkout tell. */
export function runFacts(plan: RunPlan, database: DatabaseSettings): RunFacts {
  const { durability, ...made } = madeWith(database, ['kafkajs', 'pg']);
  return {
    ...made,
    settings:
      `${durability}, every trace recorded to a file, ${servicesTold(plan.everyService)}; ${plan.inFlight} orders in flight, ` +
      `${plan.rounds} rounds of ${plan.roundSeconds} s after ${plan.warmUpSeconds} s of warming up, ` +
      `then ${plan.paceSeconds} s at ${plan.perSecond} sales a second`,
  };
}
