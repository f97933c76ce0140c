import { describe, expect, it } from 'vitest';
import { countedRounds } from '../measure/quiet.js';
import type { LoadedSale } from './load-protocol.js';
import type { Stretch } from './measurement.js';
import { bytesPerOrder, passageOf, roundOf } from './results.js';
import type { Verification } from './verify.js';

const stretch: Stretch = {
  from: 10_000,
  to: 12_000,
  cpu: { byGroup: new Map([['kafka', 12], ['erp-writer', 8]]), trackedMs: 20, strangers: 0.05 },
  database: { writes: 5, walSyncs: 3 },
  calls: { 'erp post-payment': 10 },
};

const sale = (orderNumber: string, completedAt?: number): LoadedSale => ({
  orderNumber, gross: '1.00', sentAt: 10_000, acceptedAt: 10_010, ...(completedAt && { completedAt }),
});

const verification = (inErpAt: readonly [string, number][], ...verified: string[]): Verification => ({
  verified: new Set(verified), lost: [], doubled: [], unasked: [], inErpAt: new Map(inErpAt),
});

describe('a round', () => {
  it('counts sagas that completed in it and are verified', () => {
    const sales = [sale('in', 10_000), sale('also in', 11_999), sale('after', 12_000), sale('not verified', 11_000), sale('open')];
    const round = roundOf(stretch, sales, verification([], 'in', 'also in', 'after', 'open'));
    expect(round).toMatchObject({ perSecond: 1, cpuMsPerSaga: 10, writesPerSaga: 2.5, walSyncsPerSaga: 1.5, counts: true });
    expect(Object.fromEntries(round.cpuMsPerSagaByGroup)).toEqual({ kafka: 6, 'erp-writer': 4 });
    expect(round.callsPerSaga).toEqual({ 'erp post-payment': 5 });
  });

  it('does not count when strangers took too much of the machine', () => {
    const disturbed = roundOf({ ...stretch, cpu: { ...stretch.cpu, strangers: 0.11 } }, [], verification([]));
    const quiet = roundOf(stretch, [], verification([]));
    expect(countedRounds([disturbed, quiet])).toEqual([quiet]);
    expect(countedRounds([disturbed])).toEqual([disturbed]);
  });
});

describe('the times of sales', () => {
  it('run from the till to the ERP; a sale that never came there takes for ever', () => {
    const passage = passageOf(stretch, [sale('one', 10_500), sale('lost')], verification([['one', 10_100]]));
    expect(passage.tillToErp).toEqual({ p50: 100, p95: Infinity, p99: Infinity });
    expect(passage.acceptedToErp.p50).toBe(90);
    expect(passage.tillToCompletion.p50).toBe(500);
  });
});

describe('what an order takes of the disk', () => {
  it('is what each database has grown by, and none is told that has not', () => {
    const before = new Map([['pos_ingest', 1_000], ['postgres', 500]]);
    const after = new Map([['pos_ingest', 5_000], ['postgres', 500], ['console', 2_000]]);
    expect([...bytesPerOrder(before, after, 4)]).toEqual([['pos_ingest', 1_000], ['console', 500]]);
  });
});
