import type { Transactions } from '@kervan/messaging';
import { HealthRegistry, type Lifecycle } from '@kervan/service-host';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EdiGatewayConfig } from '../config.js';
import { PartnerFolders } from '../watch-inbox/partner-folders.js';
import { writeWhole } from '../watch-inbox/write-file.js';
import type { OwedAcknowledgement } from './acknowledgement.repository.js';
import { AcknowledgementWorker } from './acknowledgement.worker.js';

vi.mock('../watch-inbox/write-file.js', () => ({ writeWhole: vi.fn() }));

const SLOW_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.spyOn(PartnerFolders.prototype, 'make').mockResolvedValue();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const owed = (id: number): OwedAcknowledgement => ({
  interchangeId: `${id}`,
  partner: 'market',
  fileName: `contrl-${id}.edi`,
  content: Buffer.from('x'),
  owedSince: new Date(0),
});

/** A worker that owes so many answers, and its liveness. */
function workerThatOwes(count: number) {
  const rows = Array.from({ length: count }, (_, id) => owed(id));
  const query = (sql: string): Promise<unknown> => Promise.resolve(sql.includes('RETURNING') ? rows : []);
  const transactions = { run: (work: (db: unknown) => unknown) => Promise.resolve(work({ query })) };
  const health = new HealthRegistry();
  const worker = new AcknowledgementWorker(
    transactions as unknown as Transactions,
    { ediDir: '/nowhere', intake: { everyMs: 500, claimMs: 30_000 } } as EdiGatewayConfig,
    { onStart: () => undefined, onStop: () => undefined } as unknown as Lifecycle,
    health,
  );
  return { worker, live: () => health.isLive() };
}

describe('the liveness of the process', () => {
  it('is lost once a write of an answer has hung for 90 s', async () => {
    const begun = new Promise<void>((resolve) => {
      vi.mocked(writeWhole).mockImplementation(() => (resolve(), new Promise(() => undefined)));
    });
    const { worker, live } = workerThatOwes(2);
    void worker.writeOwed();
    await begun;
    vi.advanceTimersByTime(89_999);
    expect(await live()).toEqual({ ok: true, checks: { acknowledgements: { ok: true } } });
    vi.advanceTimersByTime(1);
    expect(await live()).toEqual({
      ok: false,
      checks: { acknowledgements: { ok: false, reason: 'acknowledgements-not-written' } },
    });
  });

  it('stays while one answer after the other is written, however long it takes for all', async () => {
    const { worker, live } = workerThatOwes(3);
    const seen: boolean[] = [];
    vi.mocked(writeWhole).mockImplementation(async () => {
      vi.advanceTimersByTime(SLOW_MS);
      seen.push((await live()).ok);
    });
    await worker.writeOwed();
    expect(seen).toEqual([true, true, true]);
  });
});
