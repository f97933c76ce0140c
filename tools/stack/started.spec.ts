import { beforeEach, expect, it } from 'vitest';
import type { ManagedProcess, ProcessPlan } from './managed-process.js';
import { Started } from './started.js';

const told: string[] = [];
const stopped: string[] = [];
let all: Started;

beforeEach(() => {
  told.length = 0;
  stopped.length = 0;
  all = new Started({ closed: false, add: ({ name }) => void told.push(name) });
});

/** Ends a moment after it is told to, and does then what a test says. */
function running(name: string, atEnd: () => void = () => undefined): ManagedProcess {
  const process = {
    name,
    running: true,
    stop: async () => {
      await Promise.resolve();
      if (!process.running) return;
      process.running = false;
      stopped.push(name);
      atEnd();
    },
  };
  return process as unknown as ManagedProcess;
}

it('of all that was started nothing is left once it is closed, nor of what came meanwhile', async () => {
  for (const name of ['one', 'two']) all.add(running(name));
  all.add(running('three', () => all.add(running('four'))));
  await all.close();
  expect(stopped.toSorted()).toEqual(['four', 'one', 'three', 'two']);
  expect(told).toEqual(['one', 'two', 'three', 'four']);
});

it('what has ended is not stopped again', async () => {
  const ended = running('ended');
  all.add(ended);
  await ended.stop();
  await all.close();
  expect(stopped).toEqual(['ended']);
});

it('what somebody starts when it is closed is told and ended at once', async () => {
  await all.close();
  all.add(running('late'));
  await Promise.resolve();
  expect(told).toEqual(['late']);
  expect(stopped).toEqual(['late']);
});

it('nothing is started once it is closed, nor within it', async () => {
  const part = new Started(all);
  await all.close();
  for (const each of [all, part]) expect(() => each.start({ name: 'Kafka' } as ProcessPlan)).toThrow('Kafka is not started any more');
});

it('a part is closed alone', async () => {
  const part = new Started(all);
  all.add(running('outside'));
  part.add(running('inside'));
  await part.close();
  expect(stopped).toEqual(['inside']);
  expect(all.closed).toBe(false);
  await all.close();
  expect(stopped).toEqual(['inside', 'outside']);
});
