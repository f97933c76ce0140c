import { describe, expect, it } from 'vitest';
import { MinuteStore } from './minute-store.js';

describe('the requests of a minute', () => {
  const requestsOf = (store: MinuteStore, key: string): number => {
    let requests = 0;
    store.incr(key, (_error, { current }) => (requests = current), 60_000);
    return requests;
  };

  it('are counted by key, for each kind of caller by itself', () => {
    const store = new MinuteStore();
    expect([requestsOf(store, 'a'), requestsOf(store, 'a'), requestsOf(store, 'b')]).toEqual([1, 2, 1]);
    expect(requestsOf(store.child(), 'a')).toBe(1);
  });

  it('are remembered of 50,000 keys; the one that sent nothing for the longest time is forgotten first', () => {
    const store = new MinuteStore();
    for (let key = 0; key < 50_000; key += 1) requestsOf(store, String(key));
    expect(requestsOf(store, '0')).toBe(2);
    requestsOf(store, 'one more');
    expect([requestsOf(store, '0'), requestsOf(store, '2'), requestsOf(store, '1')]).toEqual([3, 2, 1]);
  });
});
