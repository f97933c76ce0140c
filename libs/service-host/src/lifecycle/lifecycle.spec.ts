import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it } from 'vitest';
import { Lifecycle, lifecyclePhases } from './lifecycle.js';

describe('Lifecycle', () => {
  let lifecycle: Lifecycle;
  let seen: string[];
  const note = (what: string) => () => {
    seen.push(what);
  };

  beforeEach(() => {
    Logger.overrideLogger(false);
    lifecycle = new Lifecycle();
    seen = [];
  });

  it('starts the database first and http last, whatever the order in which parts were added', async () => {
    for (const phase of lifecyclePhases.toReversed()) lifecycle.onStart(phase, 'part', note(phase));
    await lifecycle.start();
    expect(seen).toEqual(['database', 'sender', 'workers', 'consumers', 'http']);
    expect(lifecycle.running).toBe(true);
  });

  it('stops http first and the database last, and within a phase the youngest first', async () => {
    for (const phase of lifecyclePhases) lifecycle.onStop(phase, 'part', note(phase));
    lifecycle.onStop('workers', 'younger', note('younger worker'));
    await lifecycle.stop();
    expect(seen).toEqual(['http', 'consumers', 'younger worker', 'workers', 'sender', 'database']);
  });

  it('waits for one part before it stops the next', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    lifecycle.onStop('consumers', 'slow', () => promise.then(note('consumers')));
    lifecycle.onStop('database', 'pool', note('database'));
    const stopped = lifecycle.stop();
    expect(seen).toEqual([]);
    resolve();
    await stopped;
    expect(seen).toEqual(['consumers', 'database']);
  });

  it('is draining from the first moment of the stop', () => {
    lifecycle.onStop('http', 'server', () => {
      seen.push(String(lifecycle.draining));
    });
    void lifecycle.stop();
    expect(lifecycle.draining).toBe(true);
    expect(lifecycle.running).toBe(false);
    expect(seen).toEqual(['true']);
  });

  it('stops the rest when a part does not stop', async () => {
    lifecycle.onStop('consumers', 'broken', () => Promise.reject(new Error('broker is gone')));
    lifecycle.onStop('database', 'pool', note('database'));
    await lifecycle.stop();
    expect(seen).toEqual(['database']);
  });

  it('stops once, however often it is asked', async () => {
    lifecycle.onStop('http', 'server', note('http'));
    await Promise.all([lifecycle.stop(), lifecycle.stop()]);
    await lifecycle.stop();
    expect(seen).toEqual(['http']);
  });

  it('fails the start with the part that failed, and starts none after it', async () => {
    lifecycle.onStart('database', 'pool', () => Promise.reject(new Error('no database')));
    lifecycle.onStart('http', 'server', note('http'));
    await expect(lifecycle.start()).rejects.toThrow('no database');
    expect(seen).toEqual([]);
    expect(lifecycle.running).toBe(false);
  });

  it('fails the start with a part that ends for good meanwhile', async () => {
    lifecycle.onStart('consumers', 'kafka', () => lifecycle.fail(new Error('the client has given up')));
    lifecycle.onStart('http', 'server', note('http'));
    await expect(lifecycle.start()).rejects.toThrow('the client has given up');
    expect(seen).toEqual([]);
  });

  it('stops when a part ends for good, and tells the first failure only', async () => {
    lifecycle.onStop('database', 'pool', note('database'));
    await lifecycle.start();
    lifecycle.fail(new Error('first'));
    expect(lifecycle.draining).toBe(true);
    await lifecycle.stop();
    expect(seen).toEqual(['database']);

    const watched = new Lifecycle();
    watched.onFailure(({ message }) => seen.push(message));
    await watched.start();
    watched.fail(new Error('first'));
    watched.fail(new Error('second'));
    expect(seen).toEqual(['database', 'first']);
  });

  it('takes no failure of what is being stopped', async () => {
    lifecycle.onFailure(note('failure'));
    lifecycle.onStop('consumers', 'kafka', () => lifecycle.fail(new Error('left the group')));
    await lifecycle.start();
    await lifecycle.stop();
    expect(seen).toEqual([]);
  });

  it('starts nothing more once it is told to stop', async () => {
    lifecycle.onStart('database', 'pool', () => void lifecycle.stop());
    lifecycle.onStart('consumers', 'kafka', note('consumers'));
    await lifecycle.start();
    expect(seen).toEqual([]);
    expect(lifecycle.running).toBe(false);
  });
});
