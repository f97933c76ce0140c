import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Meter } from '@opentelemetry/api';

const NANOSECONDS = 1e9;
const MICROSECONDS = 1e6;

/**
 * Shows what this process uses, by OpenTelemetry's conventions for processes, Node.js and V8: CPU, memory, and
 * whether its event loop keeps up.
 *
 * Read at each scrape; the delay of the event loop is sampled every 20 ms, which Node.js and the convention count in, and
 * begins anew with each scrape.
 */
export function observeProcess(meter: Meter): void {
  const cpu = meter.createObservableCounter('process.cpu.time', { unit: 's', description: 'CPU time, by mode.' });
  const memory = meter.createObservableUpDownCounter('process.memory.usage', { unit: 'By', description: 'Resident memory.' });
  const heap = meter.createObservableUpDownCounter('v8js.memory.heap.used', { unit: 'By', description: 'JavaScript heap in use.' });
  const uptime = meter.createObservableGauge('process.uptime', { unit: 's', description: 'Since the process began.' });
  const busy = meter.createObservableGauge('nodejs.eventloop.utilization', {
    unit: '1',
    description: 'Part of the time since the last scrape that the event loop was busy.',
  });
  const median = meter.createObservableGauge('nodejs.eventloop.delay.p50', { unit: 's', description: 'Delay of the event loop, median.' });
  const p99 = meter.createObservableGauge('nodejs.eventloop.delay.p99', { unit: 's', description: 'Delay of the event loop, 99th percentile.' });
  const longest = meter.createObservableGauge('nodejs.eventloop.delay.max', { unit: 's', description: 'Longest delay of the event loop.' });

  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  let loop = performance.eventLoopUtilization();
  meter.addBatchObservableCallback(
    (result) => {
      const { user, system } = process.cpuUsage();
      result.observe(cpu, user / MICROSECONDS, { 'cpu.mode': 'user' });
      result.observe(cpu, system / MICROSECONDS, { 'cpu.mode': 'system' });
      const { rss, heapUsed } = process.memoryUsage();
      result.observe(memory, rss);
      result.observe(heap, heapUsed);
      result.observe(uptime, process.uptime());
      result.observe(busy, performance.eventLoopUtilization(loop).utilization);
      loop = performance.eventLoopUtilization();
      if (delay.count > 0) {
        result.observe(median, delay.percentile(50) / NANOSECONDS);
        result.observe(p99, delay.percentile(99) / NANOSECONDS);
        result.observe(longest, delay.max / NANOSECONDS);
      }
      delay.reset();
    },
    [cpu, memory, heap, uptime, busy, median, p99, longest],
  );
}
