import { readFileSync } from 'node:fs';
import { Load, type TillKey } from './load.js';
import type { LoadOrder, LoadSettings, LoadTold } from './load-protocol.js';
import { watchOutcomes } from './outcomes.js';
import { TillClient } from './till-client.js';

/** The tills as a process of their own, so that the load's CPU time is told apart; steered by messages. */
const settings = JSON.parse(process.env.LOAD_SETTINGS ?? '') as LoadSettings;
const tell = (told: LoadTold): void => void process.send?.(told);
const keys = JSON.parse(readFileSync(settings.tillKeys, 'utf8')) as TillKey[];
const { kafkaBrokers } = settings;
const manner = kafkaBrokers
  ? { mostPosting: 64, timeoutMs: 15_000, answeredWhenCompleted: false }
  : { mostPosting: 4_096, timeoutMs: 120_000, answeredWhenCompleted: true };
const till = new TillClient(settings.salesUrl, { most: manner.mostPosting, timeoutMs: manner.timeoutMs });
const load = new Load(till, keys, (status, code) => tell({ kind: 'refused', status, code }), manner);

function obey(order: LoadOrder): void {
  switch (order.kind) {
    case 'closed':
      return load.keepInFlight(order.inFlight);
    case 'open':
      return load.keepPace(order.perSecond);
    case 'pause':
      return load.keepInFlight(0);
    case 'state':
      return tell(load.state());
    case 'sales':
      return tell({ kind: 'sales', sales: load.all() });
  }
}

// Ctrl-C reaches the whole group: whoever steers this one ends it, in its turn.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('message', (order) => obey(order as LoadOrder));
process.on('disconnect', () => process.exit(0));
if (kafkaBrokers) await watchOutcomes(kafkaBrokers, (outcome) => load.note(outcome));
tell({ kind: 'ready' });
