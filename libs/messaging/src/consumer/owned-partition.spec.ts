import { describe, expect, it } from 'vitest';
import { OwnedPartition, Place } from './owned-partition.js';

const owned = (position: bigint): OwnedPartition => new OwnedPartition('test.events.v1', 3, position);

describe('a fetch', () => {
  it('is in place where it begins at the position, whatever was before', () => {
    const partition = owned(100n);
    expect([partition.placeOf(7n), partition.placeOf(100n)]).toEqual([Place.elsewhere, Place.wanted]);
    expect(partition.placeOf(7n)).toBe(Place.elsewhere);
  });

  it('that was sent to the position and begins elsewhere finds that the log no longer holds it', () => {
    const partition = owned(100n);
    expect([partition.placeOf(150n), partition.placeOf(150n)]).toEqual([Place.elsewhere, Place.lost]);
  });

  it('is no loss where the position has moved on since it was sent there', () => {
    const partition = owned(150n);
    partition.placeOf(100n);
    partition.position = 200n; // a chunk in hand was committed meanwhile
    expect([partition.placeOf(150n), partition.placeOf(200n)]).toEqual([Place.elsewhere, Place.wanted]);
  });
});
