import { describe, expect, it } from 'vitest';
import { crashPoints } from '../../mutants/crash-points.js';
import { victims } from '../world.js';
import { crashesOf, DEATHS } from './crash-plan.js';

const SEEDS = [1, 2, 3, 4, 42];
const pairs = (...seeds: readonly number[]) => {
  return new Set(seeds.flatMap((seed) => crashesOf(seed).map(({ service, point }) => `${service} ${point.name}`)));
};
const every = victims.flatMap((service) => crashPoints.flatMap(({ name, services }) => (services.includes(service) ? [`${service} ${name}`] : [])));

describe('who dies where', () => {
  it.each(SEEDS)('is every service at each of its points, with seed %i and the next', (seed) => {
    expect([...pairs(seed, seed + 1)].toSorted()).toEqual(every.toSorted());
  });

  it.each(SEEDS)('is somebody at each point, often enough, and nobody at two that change the same text, with seed %i', (seed) => {
    const crashes = crashesOf(seed);
    for (const point of crashPoints) {
      const times = crashes.filter((crash) => crash.point === point).reduce((sum, crash) => sum + crash.times, 0);
      expect(times).toBeGreaterThanOrEqual(DEATHS);
    }
    const texts = crashes.map(({ service, point: { file, find } }) => `${service} ${file} ${find}`);
    expect(new Set(texts).size).toBe(texts.length);
  });
});
