import { expect, it } from 'vitest';
import { firstFailure } from './run/seeds.js';

it('seeds 251 to 500: nothing lost, nothing doubled, every order ends legally', { timeout: 900_000 }, async () => {
  expect(await firstFailure(251, 250)).toBeUndefined();
});
