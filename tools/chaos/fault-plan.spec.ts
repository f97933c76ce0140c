import { describe, expect, it } from 'vitest';
import { loadOf, ordersOf, secondsOf, type FaultPlan } from './fault-plan.js';
import { faults } from './faults/all.js';
import type { Fault } from './faults/fault.js';

const LONG_SECONDS = 180;

function plan(number: number): FaultPlan {
  const fault = faults.find((each) => each.number === number) as Fault;
  return { fault, seed: 1, orders: 1_000, rate: fault.rate ?? 8, scale: 1, commit: 'abc' };
}

describe('the load of a run', () => {
  it('lasts from before the fault until its limit has passed', () => {
    const { seconds = 0 } = loadOf(plan(7));
    expect(seconds).toBe(15 + 10 + 30 + 5 + 5);
    expect(loadOf(plan(7)).orders).toBe(1_000);
    expect(ordersOf(plan(7))).toBe(1_000);
    expect(ordersOf(plan(8))).toBeGreaterThan(8 * 300);
  });

  it('is not planned for as long as a fault may last that ends by itself, which is a long one all the same', () => {
    expect(loadOf(plan(2)).seconds).toBeLessThan(secondsOf(plan(2)) / 3);
    expect(secondsOf(plan(2))).toBeGreaterThan(LONG_SECONDS);
  });

  it.each(faults.filter(({ fewestSeconds }) => fewestSeconds === undefined))('$number $name: is planned for all of the fault', ({ number }) => {
    const { orders, rate, seconds = 0 } = loadOf(plan(number));
    expect(Math.max(orders, rate * seconds)).toBe(ordersOf(plan(number)));
  });
});
