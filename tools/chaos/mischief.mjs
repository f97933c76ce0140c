/**
 * Lets a process do itself harm on SIGUSR2: whatever the file says that KERVAN_MISCHIEF names. Loaded by `--import` into
 * a service that a fault is to happen to; the service knows nothing of it.
 *
 * `{"blockMs": 20000}` keeps the event loop busy for so long; `{"fill": true}` takes memory until there is none.
 */
import { readFileSync } from 'node:fs';

process.on('SIGUSR2', () => {
  const { blockMs = 0, fill = false } = JSON.parse(readFileSync(process.env.KERVAN_MISCHIEF, 'utf8'));
  const end = performance.now() + blockMs;
  while (performance.now() < end);
  const taken = [];
  while (fill) taken.push(Array.from({ length: 1_000_000 }, (_, index) => `${taken.length} ${index}`));
});
