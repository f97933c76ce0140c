import { beforeEach, describe, expect, it } from 'vitest';
import type { FaultPlan } from './fault-plan.js';
import type { Fault } from './faults/fault.js';
import type { FaultResult } from './result.js';
import { runRows, type Means } from './run-rows.js';
import type { Site } from './site.js';

const fault = (number: number, told: Partial<Fault> = {}): Fault => ({
  number, name: `row-${number}`, how: 'somehow', seconds: 1, inject: () => Promise.resolve(), ...told,
});
const plan = (number: number, told: Partial<Fault> = {}): FaultPlan => ({ fault: fault(number, told), seed: 1, orders: 1, rate: 1, scale: 1, commit: 'abc' });
const sound = ({ fault: { number }, seed }: FaultPlan): FaultResult => ({
  fault: number, seed, name: 'a', how: 'b', at: '', commit: '', asked: 1, rate: 1, scale: 1, verdict: 'sound', acts: [], findings: [], notChecked: [],
});

describe('the runs of a matrix', () => {
  let written: FaultResult[];
  let retired: string[];
  let stop: AbortController;
  const means = (told: Partial<Means>): Means => ({
    sites: { siteFor: () => Promise.resolve({} as Site), retire: (folder) => Promise.resolve(void retired.push(folder)) },
    results: { write: (result) => void written.push(result) },
    evidence: 'evidence',
    tell: () => undefined,
    signal: stop.signal,
    run: (_site, run) => Promise.resolve(sound(run)),
    ...told,
  });
  const verdicts = () => written.map(({ fault, verdict }) => `${fault} ${verdict}`);

  beforeEach(() => {
    [written, retired, stop] = [[], [], new AbortController()];
  });

  it('are sound where each is', async () => {
    expect(await runRows([plan(1), plan(2)], means({}))).toBe(true);
    expect(verdicts()).toEqual(['1 sound', '2 sound']);
    expect(retired).toEqual([]);
  });

  it('go on after one that no site could be opened for, which has failed with what tells why', async () => {
    const siteFor = ({ fault: { number } }: FaultPlan) => (number === 1 ? Promise.reject(new Error('Postgres\n did not start')) : Promise.resolve({} as Site));
    expect(await runRows([plan(1), plan(2)], means({ sites: { ...means({}).sites, siteFor } }))).toBe(false);
    expect(verdicts()).toEqual(['1 failed', '2 sound']);
    expect(written[0]?.findings).toEqual(['the run was broken off: Error: Postgres did not start']);
    expect(retired).toEqual(['evidence/1-1']);
  });

  it('go on after one that has thrown, and after one that could not be tried', async () => {
    const run: Means['run'] = (_site, each) => (each.fault.number === 2 ? Promise.reject(new Error('gone')) : Promise.resolve(sound(each)));
    const runs = [plan(1, { needs: () => Promise.reject(new Error('no mount')) }), plan(2), plan(3), plan(4, { needs: () => Promise.resolve('no tmpfs') })];
    expect(await runRows(runs, means({ run }))).toBe(false);
    expect(verdicts()).toEqual(['1 failed', '2 failed', '3 sound', '4 skipped']);
    expect(retired).toEqual(['evidence/1-1', 'evidence/2-1']);
  });

  it('go on after one whose site could not be closed', async () => {
    const siteFor = ({ fault: { number } }: FaultPlan) => (number === 1 ? Promise.reject(new Error('no Kafka')) : Promise.resolve({} as Site));
    const told: string[] = [];
    const retire = () => Promise.reject(new Error('Kafka does not end'));
    expect(await runRows([plan(1), plan(2)], means({ sites: { siteFor, retire }, tell: (line) => void told.push(line) }))).toBe(false);
    expect(verdicts()).toEqual(['1 failed', '2 sound']);
    expect(told).toContain('Its site could not be closed: Error: Kafka does not end; what tells of it is in evidence/1-1.');
  });

  it('end without a result of the one that was under way, where they are interrupted', async () => {
    const run: Means['run'] = () => {
      stop.abort();
      return Promise.reject(new Error('the site was closed'));
    };
    await expect(runRows([plan(1), plan(2)], means({ run }))).rejects.toThrow('aborted');
    expect(written).toEqual([]);
    expect(retired).toEqual([]);
  });
});
