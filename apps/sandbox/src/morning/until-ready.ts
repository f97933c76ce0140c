import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 1_000;

/**
 * Waits until each address answers `/health/ready` with 200, however long that takes; whoever calls sets the limit.
 *
 * @param tell is given a line whenever other addresses are waited for than before.
 */
export async function untilReady(addresses: readonly string[], tell: (line: string) => void, everyMs = LOOK_EVERY_MS): Promise<void> {
  let told = '';
  for (;;) {
    const answers = await Promise.all(addresses.map(async (address) => ({ address, ready: await isReady(address) })));
    const waiting = answers.filter(({ ready }) => !ready).map(({ address }) => address);
    if (waiting.length === 0) return;
    const line = `waiting for ${waiting.join(', ')}`;
    if (line !== told) tell(line);
    told = line;
    await pause(everyMs);
  }
}

async function isReady(address: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(2_000) });
    return ok;
  } catch {
    return false;
  }
}
