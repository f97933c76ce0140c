import { renderVerdict } from '@kervan/tools/judge/render-verdict';
import type { Installation } from '@kervan/tools/platform/services';
import { Fleet } from '@kervan/tools/upgrade/fleet';
import { Load } from '@kervan/tools/upgrade/load';
import { thisRelease, type Release } from '@kervan/tools/upgrade/release';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endWithThisProcess } from '../support/end-with-this-process.js';
import { prepareOwnPlatform } from '../support/platforms.js';
import { callsWithoutResult, membersOfGroups } from '../support/stopping.js';
import { verdictAtRest } from '../support/verdict.js';

const LOAD = { rate: 4, sales: 60 };
const WITHIN_MS = 30_000;

describe('SIGTERM to each service under load, with a second process beside it', () => {
  let installation: Installation;
  let first: Release;
  let second: Release;
  let fleet: Fleet;
  let load: Load;
  let unresolved: number;

  beforeAll(async () => {
    installation = await prepareOwnPlatform();
    first = thisRelease(installation, 'first');
    second = thisRelease(installation, 'second');
    fleet = await Fleet.open(installation, endWithThisProcess);
    await fleet.join(first);
    unresolved = await callsWithoutResult();
    load = Load.start(installation, LOAD);
    await fleet.join(second);
  });

  afterAll(() => fleet?.close());

  it('every process ends by itself with 0 within 30 s, and leaves its group at once', async () => {
    await fleet.leave(first);
    const { departures } = fleet;
    console.log(departures.map(({ label, exitCode, ms }) => `${label}: exit ${exitCode} after ${ms} ms`).join('\n'));
    expect(departures.map(({ service }) => service)).toEqual(first.services);
    expect(departures.filter(({ exitCode, ms }) => exitCode !== 0 || ms > WITHIN_MS)).toEqual([]);
    expect(await membersOfGroups(first.services)).toEqual(first.services.map((service) => [service, 1]));
    expect(fleet.crashes).toEqual([]);
  });

  it('no caller is refused, cut or answered an error', async () => {
    await load.stop();
    const { traffic } = fleet;
    expect([...traffic.values()].flatMap(({ errors }) => errors)).toEqual([]);
    expect(Object.keys(traffic.get('pos-ingest')?.byEndpoint ?? {})).toEqual(['pos-ingest-1-first', 'pos-ingest-2-second']);
  });

  it('and every order has its documents and amounts, each once; no call was left without its result', async () => {
    const verdict = await verdictAtRest(installation);
    console.log(renderVerdict(verdict));
    expect(verdict.findings).toEqual([]);
    expect(verdict.rows.find(({ kind }) => kind === 'all sales')?.accepted).toBeGreaterThan(50);
    expect(await callsWithoutResult()).toBe(unresolved);
  });
});
