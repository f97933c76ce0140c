import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelDatabase } from '../postgres/model-database.js';
import { openModelDatabase } from '../run/model-world.js';
import { runModel } from '../run/run-model.js';
import { mutants } from './mutants.js';

/** Within so many seeds each of them must be caught. */
const SEEDS = 120;

let database: ModelDatabase;

beforeAll(async () => {
  database = await openModelDatabase();
}, 300_000);
afterAll(() => database.close());

describe('a broken mechanism is found, by the invariant that it breaks', () => {
  it.each(mutants)('$mutation.name', { timeout: 600_000 }, async ({ mutation, breaks, under, acted = false }) => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { findings } = await runModel(database, { seed, mutation, faults: under, orders: 3, acted });
      if (findings.length === 0) continue;
      expect(breaks).toContain(findings.find(({ invariant }) => breaks.includes(invariant))?.invariant);
      return;
    }
    expect.unreachable(`not caught within ${SEEDS} seeds`);
  });
});
