import { expect, it } from 'vitest';
import { firstFailure } from './run/seeds.js';

it('seeds 1 to 250: nothing lost, nothing doubled, every order ends legally', { timeout: 900_000 }, async () => {
  expect(await firstFailure(1, 250)).toBeUndefined();
});
