import { describe, expect, it } from 'vitest';
import { arrange } from './handler-runs.js';
import type { Handler } from './handlers.js';

const one: Handler = { takes: 'one', name: 'one', whenDead: 'hold', handle: () => undefined };
const many: Handler = { takes: 'many', name: 'many', whenDead: 'hold', handleAll: () => undefined };
const others: Handler = { takes: 'many', name: 'others', whenDead: 'hold', handleAll: () => undefined };

function runsOf(...messages: [key: string, id: string, handler: Handler][]): string[] {
  return arrange(messages.map(([key, id, handler]) => ({ key, id, handler }))).map(({ handler, of }) => {
    const ids = [of].flat().map(({ id }) => id);
    return `${handler.name}(${ids.join()})`;
  });
}

describe('the calls of handlers for a chunk', () => {
  it('come in the order of the keys, and of the topic within a key', () => {
    expect(runsOf(['b', 'b1', one], ['a', 'a1', one], ['b', 'b2', one], ['a', 'a2', one])).toEqual([
      'one(a1)', 'one(a2)', 'one(b1)', 'one(b2)',
    ]);
  });

  it('give a chunk handler all its messages at once', () => {
    expect(runsOf(['b', 'b1', many], ['a', 'a1', many], ['b', 'b2', many])).toEqual(['many(a1,b1,b2)']);
  });

  it('never let a message overtake an earlier one of its key that is for another handler', () => {
    expect(runsOf(['a', 'a1', many], ['a', 'a2', one], ['a', 'a3', many], ['b', 'b1', many])).toEqual([
      'many(a1,b1)', 'one(a2)', 'many(a3)',
    ]);
  });

  it('serve two chunk handlers in turn', () => {
    expect(runsOf(['a', 'a1', many], ['a', 'a2', others], ['b', 'b1', others], ['b', 'b2', many])).toEqual([
      'many(a1)', 'others(a2,b1)', 'many(b2)',
    ]);
  });
});
