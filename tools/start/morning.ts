import type { Installation } from '../platform/services.js';
import { urlOf } from '../platform/services.js';
import { OperatorApi } from '../platform/operator-api.js';

/** How far the tills of the sandbox are. */
interface MorningProgress {
  readonly state: 'idle' | 'playing' | 'done';
  readonly planned: number;
  readonly answered: number;
  readonly accepted: number;
  readonly refused: number;
  readonly cancelled: number;
}

/**
 * Lets the tills play the next morning, and waits until every sale has come to rest: completed, reversed or waiting for
 * a person.
 *
 * @param tell is given a line whenever the figures have changed, at most one a second.
 * @throws Error when sales are still on their way after `withinMs` without any change.
 */
export async function playMorning(installation: Installation, tell: (line: string) => void, withinMs = 60_000): Promise<void> {
  const sandbox = urlOf('sandbox', installation);
  const started = await fetch(`${sandbox}/control/morning`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  });
  if (!started.ok) throw new Error(`The sandbox did not start the morning: ${await started.text()}`);

  let last = '';
  let changed = performance.now();
  for (;;) {
    const morning = (await (await fetch(`${sandbox}/control/morning`)).json()) as MorningProgress;
    const onTheirWay = await salesOnTheirWay(installation);
    const line = `${morning.answered} of ${morning.planned} sales sent, ${morning.accepted} accepted, ${morning.refused} refused, ${morning.cancelled} cancelled, ${countText(onTheirWay)} on their way`;
    if (line !== last) {
      tell(line);
      last = line;
      changed = performance.now();
    }
    if (morning.state === 'done' && onTheirWay === 0) return;
    if (performance.now() - changed > withinMs) throw new Error(`Nothing has moved for ${withinMs / 1000} s: ${line}`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

const PAGE = 200;

/** Sales that are accepted and neither completed, reversed nor waiting for a person; counted up to one page a state. */
async function salesOnTheirWay(installation: Installation): Promise<number> {
  const api = new OperatorApi(installation.secrets);
  const count = async (state: string): Promise<number> => {
    const url = `${urlOf('pos-ingest', installation)}/admin/sales?state=${state}&limit=${PAGE}`;
    return (await api.get<{ items: unknown[] }>(url)).items.length;
  };
  const counts = await Promise.all(['accepted', 'taken'].map(count));
  return counts.reduce((sum, one) => sum + one, 0);
}

function countText(count: number): string {
  return count >= PAGE ? `${PAGE} or more` : String(count);
}
