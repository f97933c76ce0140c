import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { entryArguments, heapArguments, podHeap } from './pod-heap.js';

it('the heap is half of what the chart gives a pod, and Node takes it from the arguments', () => {
  const heap = podHeap();
  expect(heap).toEqual({ pod: 512, oldSpace: 256 });
  const script = 'console.log(require("node:v8").getHeapStatistics().heap_size_limit / 1024 ** 2)';
  const limit = Number(spawnSync(process.execPath, [...heapArguments(heap), '-e', script], { encoding: 'utf8' }).stdout);
  expect(limit).toBeGreaterThanOrEqual(256);
  expect(limit).toBeLessThan(320);
});

it('the arguments of the image are those of its Dockerfile', () => {
  expect(entryArguments()).toContain('--enable-source-maps');
});
