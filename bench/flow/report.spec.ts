import { describe, expect, it } from 'vitest';
import { renderRun, type RunOutcome } from './report.js';
import type { Quantiles, Round } from './results.js';

const times: Quantiles = { p50: 10, p95: 20, p99: 30 };
const round: Round = {
  perSecond: 100,
  cpuMsPerSaga: 2,
  writesPerSaga: 0.75,
  walSyncsPerSaga: 0.25,
  strangers: 0,
  cpuMsPerSagaByGroup: new Map(),
  callsPerSaga: {},
  counts: true,
};

const outcome: RunOutcome = {
  rounds: [round],
  moderate: [round],
  passage: { sales: 10, tillToErp: times, acceptedToErp: times, tillToCompletion: times, strangers: 0, busy: 1 },
  disk: new Map([['pos_ingest', 1_500], ['console', 250.4]]),
  accepted: 20_000,
  completed: 20_000,
  verified: 20_000,
  lost: 0,
  doubled: 0,
  unasked: 0,
};

const lines = renderRun({ startedAt: new Date(0), commit: 'abc', machine: 'm', versions: 'v', settings: 's' }, outcome).split('\n');

describe('the report of a run', () => {
  it('judges transactions that wrote, and tells how often the log was synced', () => {
    expect(lines).toContain('- write transactions per saga at saturation: **0.75 each**, floor at most 0.50 each (**missed**)');
    expect(lines).toContain('| WAL syncs per saga | 0.25 | 0.25 to 0.25 |');
  });

  it('tells what an order takes of the disk, by database and in all', () => {
    expect(lines).toEqual(expect.arrayContaining(['| pos_ingest | 1500 |', '| console | 250 |', '| all | 1750 |']));
  });
});
