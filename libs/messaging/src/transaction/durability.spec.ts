import { expect, it } from 'vitest';
import { assertDurable } from './durability.js';

const STANDBYS = 'ANY 1 (a, b)';

/** A database with these settings. */
const withSettings = (how: string, standbys: string) => ({ query: <R>() => Promise.resolve([{ how, standbys }] as R[]) });

it.each([
  ['off', '', 'before its commits are on the disk'],
  ['off', STANDBYS, 'before its commits are on the disk'],
  ['local', STANDBYS, 'before the synchronous standby has its commits'],
])('commits that do not wait (%s, standbys “%s”) are refused: answers would come %s', async (how, standbys, says) => {
  const refusal = `synchronous_commit is ${how} for this service: its answers would come ${says}`;
  await expect(assertDurable(withSettings(how, standbys))).rejects.toThrow(refusal);
});

it.each([
  ['local', ''],
  ['remote_write', STANDBYS],
  ['on', ''],
  ['on', STANDBYS],
  ['remote_apply', STANDBYS],
])('commits that wait for all that is there (%s, standbys “%s”) are taken', async (how, standbys) => {
  await expect(assertDurable(withSettings(how, standbys))).resolves.toBeUndefined();
});
