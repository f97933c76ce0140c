import { trace } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { contextOf, spanContextOf, traceparentOf } from './trace-context.js';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('a traceparent', () => {
  it('survives being read and written', () => {
    expect(traceparentOf(spanContextOf(TRACEPARENT)!)).toBe(TRACEPARENT);
  });

  it('makes what follows a child of what it names', () => {
    expect(trace.getSpanContext(contextOf(TRACEPARENT))).toMatchObject({ spanId: 'b7ad6b7169203331', isRemote: true });
  });

  it.each([
    undefined,
    '',
    'nonsense',
    '00-00000000000000000000000000000000-b7ad6b7169203331-01',
    '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
    'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  ])('%j names nothing', (traceparent) => {
    expect(spanContextOf(traceparent)).toBeUndefined();
  });
});
