import { describe, expect, it } from 'vitest';
import { finding } from '../judge/finding.js';
import { faultsOf, type UpgradeOutcome } from './outcome.js';
import { renderUpgrade } from './report.js';

const sound: UpgradeOutcome = {
  plan: { from: { commit: '0123456789abcdef', folder: '/releases/0123' }, to: 'fedcba987', mixedSeconds: 60, rate: 3, preStopMs: 5_000 },
  phases: [{ what: 'both side by side', fromSeconds: 20, seconds: 60 }],
  mornings: 2,
  verdict: { rows: [], notes: [], findings: [], ok: true },
  departures: [{ service: 'erp-writer', label: 'erp-writer-1-old', exitCode: 0, ms: 1_800 }],
  crashes: [],
  traffic: new Map([['pos-ingest', { requests: 40, errors: [], byEndpoint: { 'pos-ingest-1-old': 22, 'pos-ingest-2-new': 18 } }]]),
  wire: { records: 900, doubled: 2 },
  callsWithoutResult: 0,
};

describe('the outcome of an upgrade under load', () => {
  it('has no fault when nothing was lost or doubled, no caller saw an error, and all ended with 0', () => {
    expect(faultsOf(sound)).toEqual([]);
    const report = renderUpgrade(sound, new Date('2026-11-21T21:00:00Z'));
    expect(report).toContain('Sound: 0 lost, 0 doubled, no caller saw an error.');
    expect(report).toContain('| pos-ingest | 40 | 0 | 1-old: 22, 2-new: 18 |');
    expect(report).toContain('| erp-writer | 1 | 0 | 1.8 s |');
  });

  it.each<[string, Partial<UpgradeOutcome>, string]>([
    [
      'an order is not where it should be',
      { verdict: { ...sound.verdict, ok: false, findings: [finding('order-missing', '001-1', 'no sales order')] } },
      'order-missing: 001-1: no sales order',
    ],
    [
      'a process exits with another code',
      { departures: [{ service: 'erp-writer', label: 'erp-writer-1-old', exitCode: 1, ms: 900 }] },
      'erp-writer-1-old: exit 1 900 ms after SIGTERM',
    ],
    [
      'a process takes longer than 30 s, and is killed',
      { departures: [{ service: 'erp-writer', label: 'erp-writer-1-old', exitCode: null, ms: 30_100 }] },
      'erp-writer-1-old: exit by a signal 30100 ms after SIGTERM',
    ],
    ['a process ends untold', { crashes: ['console-1-old ended by itself with 1'] }, 'console-1-old ended by itself with 1'],
    [
      'a caller sees an error',
      { traffic: new Map([['pos-ingest', { requests: 1, errors: ['POST /v1/sales: a: ECONNRESET'], byEndpoint: {} }]]) },
      'a caller of pos-ingest: POST /v1/sales: a: ECONNRESET',
    ],
    ['an outgoing call has no result', { callsWithoutResult: 2 }, '2 outgoing calls were left without a result'],
  ])('is not sound when %s', (_, change, fault) => {
    const outcome = { ...sound, ...change };
    expect(faultsOf(outcome)).toEqual([fault]);
    expect(renderUpgrade(outcome, new Date())).toContain(`- ${fault}`);
  });
});
