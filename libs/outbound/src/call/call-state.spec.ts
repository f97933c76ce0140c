import { describe, expect, it } from 'vitest';
import { assertMayBecome, CallState, mayBecome } from './call-state.js';

const legal = new Set([
  'pending > processing',
  'pending > withdrawn',
  'processing > pending',
  'processing > completed',
  'processing > failed',
  'processing > unknown',
  'unknown > processing',
  'unknown > pending',
  'unknown > completed',
  'unknown > failed',
]);
const states = Object.values(CallState);

describe('the states of a call', () => {
  for (const from of states) {
    for (const to of states) {
      const pair = `${from} > ${to}`;
      it(`${legal.has(pair) ? 'allow' : 'refuse'} ${pair}`, () => expect(mayBecome(from, to)).toBe(legal.has(pair)));
    }
  }

  it('are guarded where they are written', () => {
    expect(() => assertMayBecome('processing', 'completed')).not.toThrow();
    expect(() => assertMayBecome('completed', 'pending')).toThrow('a completed call cannot become pending');
  });
});
