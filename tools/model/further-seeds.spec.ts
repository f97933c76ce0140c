import { expect, it } from 'vitest';
import { firstFailure } from './run/seeds.js';

it('seeds 101 to 200: nothing lost, nothing doubled, every order ends legally', { timeout: 300_000 }, async () => {
  expect(await firstFailure(101, 100)).toBeUndefined();
});
