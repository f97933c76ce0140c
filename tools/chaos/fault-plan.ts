import type { Fault } from './faults/fault.js';
import { GRACE_SECONDS } from './limits.js';
import type { LoadPlan } from './load.js';
import { WINDOW_SECONDS } from './throughput.js';

/** One fault on one load. */
export interface FaultPlan {
  readonly fault: Fault;
  readonly seed: number;
  /** At least so many orders are sent; more where the fault lasts longer than they do. */
  readonly orders: number;
  /** Orders a second. */
  readonly rate: number;
  /** Of times and counts of the matrix. */
  readonly scale: number;
  readonly commit: string;
}

const WARM_SECONDS = 15;
/** So long the load goes on after a fault at least. */
const AFTER_SECONDS = 15;

/** How many orders a run sends: as many as until the fault is over and its limit has passed; at most, where it may end sooner. */
export function ordersOf({ fault, orders, rate, scale }: Omit<FaultPlan, 'seed' | 'commit'>): number {
  return Math.max(orders, Math.ceil(rate * secondsUnder(fault, fault.seconds * scale)));
}

/** How long a run's load takes, in seconds; at most, where its fault may end sooner. */
export function secondsOf(plan: Omit<FaultPlan, 'seed' | 'commit'>): number {
  return ordersOf(plan) / plan.rate;
}

/** What a run begins with: no more than a fault lasts for that may end by itself, since what has begun cannot be stopped. */
export function loadOf({ fault, orders, rate, scale, seed }: Omit<FaultPlan, 'commit'>): LoadPlan {
  return { orders, rate, seed, seconds: secondsUnder(fault, (fault.fewestSeconds ?? fault.seconds) * scale) };
}

function secondsUnder(fault: Fault, seconds: number): number {
  return WARM_SECONDS + seconds + secondsAfter(fault);
}

/** How long the load goes on after a fault: as long as it takes to see the rate again that comes at the last moment. */
export function secondsAfter({ limitSeconds = 0 }: Fault): number {
  return Math.max(limitSeconds + GRACE_SECONDS + WINDOW_SECONDS, AFTER_SECONDS);
}
