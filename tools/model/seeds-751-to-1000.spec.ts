import { expect, it } from 'vitest';
import { firstFailure } from './run/seeds.js';

it('seeds 751 to 1000: nothing lost, nothing doubled, every order ends legally', { timeout: 900_000 }, async () => {
  expect(await firstFailure(751, 250)).toBeUndefined();
});
