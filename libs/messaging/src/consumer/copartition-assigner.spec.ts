import { describe, expect, it } from 'vitest';
import { shareOut } from './copartition-assigner.js';

const twelve = Array.from({ length: 12 }, (_, number) => number);
const topics = new Map([['orders', twelve], ['replies', twelve]]);

describe('the co-partitioning assignment', () => {
  it('gives a partition number of every topic to the same member, and each number to one', () => {
    const shares = shareOut(['m3', 'm1', 'm2'], topics);
    const owners = twelve.map((number) =>
      [...shares].filter(([, share]) => share['orders']?.includes(number)).map(([member]) => member),
    );
    expect(owners.every((own) => own.length === 1)).toBe(true);
    for (const share of shares.values()) expect(share['orders']).toEqual(share['replies']);
  });

  it('does not depend on the order in which members are named', () => {
    expect(shareOut(['m1', 'm2'], topics)).toEqual(shareOut(['m2', 'm1'], topics));
  });

  it('leaves a member without partitions when there are more members than numbers', () => {
    expect(shareOut(['m1', 'm2'], new Map([['orders', [0]]])).get('m2')).toEqual({});
  });
});
