import { expect, it } from 'vitest';
import { firstFailure } from './run/seeds.js';

it('seeds 501 to 750: nothing lost, nothing doubled, every order ends legally', { timeout: 900_000 }, async () => {
  expect(await firstFailure(501, 250)).toBeUndefined();
});
