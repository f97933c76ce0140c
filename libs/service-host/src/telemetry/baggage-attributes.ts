import { type Context, propagation } from '@opentelemetry/api';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';

/** Members of baggage that become attributes; others are somebody else's, and may hold anything. */
const OURS = 'kervan.';

/**
 * Writes what travels with an order as W3C Baggage on each span that begins on its way, database queries included, so
 * that any of them is found by the order's number.
 */
export class BaggageAttributes implements SpanProcessor {
  onStart(span: Span, parent: Context): void {
    const baggage = propagation.getBaggage(parent);
    if (!baggage) return;
    for (const [name, { value }] of baggage.getAllEntries()) if (name.startsWith(OURS)) span.setAttribute(name, value);
  }

  onEnd(): void {
    return;
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
