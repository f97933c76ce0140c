import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { StackContextManager } from '@opentelemetry/sdk-trace';
import type { Message } from '@kervan/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cause } from '../message/received.js';
import { CausedOutputs, type OutputSink } from './caused-outputs.js';
import type { MessageWriter } from './message-writer.js';
import { contextOf } from './trace-context.js';

const ORDER = '0af7651916cd43dd8448eb211c80319c';
const CHUNK = '1bf7651916cd43dd8448eb211c80319c';
const cause = { id: 'm', correlationId: 'c', acceptedAt: 0, source: 'test' };
const own = `00-${ORDER}-00000000000000a1-01`;

/** The trace that an output of the cause carries on, written within a span. */
function traceOf(of: Cause, within: string | undefined): string | undefined {
  let seen: Cause | undefined;
  const writer = { topicOf: () => 't', write: (_message: Message, _topic: string, from: Cause) => void (seen = from) };
  const sink = { add: () => undefined } as unknown as OutputSink;
  const outputs = new CausedOutputs(of, writer as unknown as MessageWriter, sink);
  context.with(within === undefined ? ROOT_CONTEXT : contextOf(within), () => outputs.publish({} as Message));
  return seen?.traceparent;
}

describe('the trace of an output', () => {
  beforeAll(() => void context.setGlobalContextManager(new StackContextManager().enable()));
  afterAll(() => {
    trace.disable();
    context.disable();
  });

  it('goes on from the span that is active, where that is of the trace of its cause, or the cause has none', () => {
    const deeper = `00-${ORDER}-00000000000000a2-01`;
    expect(traceOf({ ...cause, traceparent: own }, deeper)).toBe(deeper);
    expect(traceOf(cause, deeper)).toBe(deeper);
  });

  it('is that of its cause within the span of a chunk, which is a trace of its own', () => {
    expect(traceOf({ ...cause, traceparent: own }, `00-${CHUNK}-00000000000000b1-01`)).toBe(own);
    expect(traceOf({ ...cause, traceparent: own }, undefined)).toBe(own);
    expect(traceOf(cause, undefined)).toBeUndefined();
  });
});
