import { propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { expect, it } from 'vitest';
import { BaggageAttributes } from './baggage-attributes.js';

it('what travels with an order is on every span of it, and what others put into baggage on none', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new BaggageAttributes(), new SimpleSpanProcessor({ exporter })] });
  const baggage = propagation.createBaggage({ 'kervan.order.number': { value: 'WEB-7' }, 'user.email': { value: 'a@example.com' } });
  provider.getTracer('test').startSpan('any', {}, propagation.setBaggage(ROOT_CONTEXT, baggage)).end();
  provider.getTracer('test').startSpan('without', {}, ROOT_CONTEXT).end();
  expect(exporter.getFinishedSpans().map(({ attributes }) => attributes)).toEqual([{ 'kervan.order.number': 'WEB-7' }, {}]);
});
