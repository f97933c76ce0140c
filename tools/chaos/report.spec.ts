import { describe, expect, it } from 'vitest';
import { lineOf, renderReport } from './report.js';
import type { FaultResult } from './result.js';

const sound: FaultResult = {
  fault: 7,
  name: 'broker-kill',
  how: 'kill -9 of the broker',
  seed: 42,
  at: '2026-11-21T10:00:00.000Z',
  commit: 'abc',
  asked: 500,
  rate: 8,
  scale: 1,
  verdict: 'sound',
  counts: { orders: 512, accepted: 500, refused: 12, unknown: 3, lost: 0, doubled: 0, moneyOff: 0 },
  acts: ['kill -9 Kafka'],
  findings: [],
  notChecked: ['I13: there are no alert rules yet'],
  faultSeconds: 9,
  ordersASecondBefore: 7.6,
  backSeconds: 4.25,
  limitSeconds: 30,
  restSeconds: 12,
  callsPerDocument: 1.004,
};
const failed: FaultResult = {
  ...sound,
  seed: 43,
  verdict: 'failed',
  counts: { ...sound.counts!, lost: 1 },
  backSeconds: undefined,
  findings: ['I1 payment-missing: 001-1-1-1'],
};
const skipped: FaultResult = { ...sound, fault: 26, name: 'full-disk', verdict: 'skipped', reason: 'there is no tmpfs', counts: undefined };
const content = { at: new Date('2026-11-22T00:00:00Z'), machine: '2 × EPYC, 24 GiB', elsewhere: [{ number: 9, what: 'one of three', where: 'there' }] };

describe('the report', () => {
  it('has a row for each run, with what was lost, doubled and off, and how soon the rate was back', () => {
    const page = renderReport({ ...content, results: [sound] });
    expect(page).toContain('| 7 broker-kill | 42 | 512 | 500 | 12 | 3 | 0 | 0 | 0 | 7.6 | 9 s | 4.3 s | 30 s | 12 s | sound | 1.00 |');
    expect(page).toContain('**512 orders under 1 faults: 0 lost, 0 doubled, 0 money off; every run is sound.**');
    expect(page).not.toContain('What was found');
  });

  it('tells what was found, what was skipped and why, and what is shown elsewhere', () => {
    const page = renderReport({ ...content, results: [sound, failed, skipped] });
    expect(page).toContain('1 lost, 0 doubled, 0 money off; 1 runs are not sound');
    expect(page).toContain('- 7 broker-kill, seed 43:\n  - I1 payment-missing: 001-1-1-1');
    expect(page).toContain('| not seen | 30 s | 12 s | failed |');
    expect(page).toContain('- 26 full-disk: there is no tmpfs');
    expect(page).toContain('- 9 one of three: there');
    expect(page).toContain('- I13: there are no alert rules yet');
  });
});

describe('what was done', () => {
  const actsOf = (acts: readonly string[]) => renderReport({ ...content, results: [{ ...sound, acts }] }).split('## What was done\n\n')[1]?.split('\n\n')[0];

  it('is told of each run under its row', () => {
    const page = renderReport({ ...content, results: [sound, { ...failed, acts: ['kill -9 Kafka', 'it is back'] }] });
    expect(page).toContain('- 7 broker-kill: kill -9 of the broker\n  - seed 42: kill -9 Kafka\n  - seed 43: kill -9 Kafka; it is back\n');
  });

  it('counts what was done again, whatever numbers are in it', () => {
    const acts = ['kill -9 console (process 12)', 'kill -9 pos-ingest (process 13)', 'kill -9 console (process 14)', 'it is back after 5 s', 'it is back after 5 s'];
    expect(actsOf(acts)).toContain('seed 42: kill -9 console (process …), 2 times; kill -9 pos-ingest (process 13); it is back after 5 s, 2 times');
  });

  it('is the row alone where a run has noted nothing', () => {
    expect(actsOf([])).toBe('- 7 broker-kill: kill -9 of the broker');
  });
});

describe('a result of a former release, or of a run that came to no judgement', () => {
  it('is told as far as it goes', () => {
    const unknown = { counts: undefined, faultSeconds: undefined, ordersASecondBefore: undefined, restSeconds: undefined, callsPerDocument: undefined };
    const brokenOff: FaultResult = { ...failed, ...unknown, findings: ['the run was broken off: Error: gone'] };
    const page = renderReport({ ...content, results: [brokenOff] });
    expect(page).toContain('| 7 broker-kill | 43 | – | – | – | – | – | – | – | – | – | not seen | 30 s | – | failed | – |');
    expect(page).toContain('1 runs are not sound');
    expect(lineOf(brokenOff)).toBe('7 broker-kill, seed 43: failed: not judged\n  the run was broken off: Error: gone');
  });
});

describe('the line of a run', () => {
  it('says what the table will say, and each finding', () => {
    expect(lineOf(sound)).toBe('7 broker-kill, seed 42: sound: 512 orders, 0 lost, 0 doubled, 0 money off, back after 4.25 s');
    expect(lineOf(failed)).toContain('failed: 512 orders, 1 lost, 0 doubled, 0 money off, back after ∞ s\n  I1 payment-missing');
    expect(lineOf(skipped)).toBe('26 full-disk, seed 42: skipped: there is no tmpfs');
  });
});
