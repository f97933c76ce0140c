import { describe, expect, it } from 'vitest';
import { type Counted, countedIn } from './stock-records.js';
import { verdictOn } from './verdict.js';

const BATCHES = 3;
const clean = { lost: 0, doubled: 0, outOfOrder: 0 };

describe('the verdict on a failover', () => {
  const written = Array.from({ length: BATCHES }, (_, batch) => countedIn(batch)).flat();
  const without = (record: Counted): Counted[] => written.filter((one) => one !== record);

  it('finds nothing where everything is there once and in order', () => {
    expect(verdictOn(BATCHES, written)).toEqual({ acknowledged: written.length, ...clean });
  });

  it('finds each record that is missing', () => {
    for (const record of written) expect(verdictOn(BATCHES, without(record)).lost).toBe(1);
  });

  it('finds each record that is there twice', () => {
    for (const record of written) expect(verdictOn(BATCHES, [...written, record])).toMatchObject({ ...clean, doubled: 1 });
  });

  it('finds a record that comes behind a later one of its key', () => {
    const [first] = written;
    expect(verdictOn(BATCHES, [...without(first!), first!])).toMatchObject({ ...clean, outOfOrder: 1 });
  });

  it('has nothing against records of a batch that was under way, and not acknowledged', () => {
    expect(verdictOn(BATCHES - 1, written)).toMatchObject(clean);
  });
});
