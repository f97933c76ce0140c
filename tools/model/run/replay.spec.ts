import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ModelDatabase } from '../postgres/model-database.js';
import { openModelDatabase } from './model-world.js';
import { runModel } from './run-model.js';

let database: ModelDatabase;

beforeAll(async () => {
  database = await openModelDatabase();
}, 300_000);
afterAll(() => database.close());

it('the same seed gives the same run, byte for byte, whatever ran before it', { timeout: 120_000 }, async () => {
  const digests = async (...seeds: number[]): Promise<string[]> => {
    const found: string[] = [];
    for (const seed of seeds) found.push((await runModel(database, { seed })).trace.render());
    return found;
  };
  const [one, two, three] = await digests(11, 12, 13);
  expect(await digests(13, 11, 12)).toEqual([three, one, two]);
});
