import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { secondsOf } from '../fault-plan.js';
import { Random } from '../random.js';
import type { OutsideFault } from '../sandbox-control.js';
import type { Site } from '../site.js';
import { World, type Notes } from '../world.js';
import { erpFaults } from './20-erp-faults.js';

/** What a caller waits for an answer, what the outside may go on with after that, and what look-ups are declared to lag; as services have it. */
const [TIMEOUT_MS, PROCESSING_MS, LAG_MS] = [30_000, 60_000, 2_000];
const POSTS = ['post-sales-order', 'post-invoice', 'post-payment', 'transmit'];

describe('what the ERP and the integrator do', () => {
  /** Turn by turn, each as its faults were set. */
  let turns: OutsideFault[][];
  let left: OutsideFault[];
  let notes: Notes;
  let world: World;

  beforeEach(() => {
    [turns, left, notes] = [[[]], [], { acts: [], misses: [], late: [] }];
    world = worldAt(1);
  });
  afterEach(() => void vi.restoreAllMocks());

  function worldAt(scale: number): World {
    const made = new World({ platform: { installation: { ports: {} } } } as Site, notes, scale);
    const { sandbox } = made;
    vi.spyOn(sandbox, 'suffer').mockImplementation((...faults: readonly OutsideFault[]) => Promise.resolve(void turns.at(-1)?.push(...faults)));
    vi.spyOn(sandbox, 'suffered').mockImplementation(() => Promise.resolve(left));
    vi.spyOn(sandbox, 'recover').mockResolvedValue();
    vi.spyOn(made, 'pause').mockImplementation(() => Promise.resolve(void turns.push([])));
    return made;
  }

  const inject = async (): Promise<OutsideFault[]> => {
    await erpFaults.inject(world, new Random('any'));
    return turns.flat();
  };
  const ofKind = (faults: readonly OutsideFault[], kind: OutsideFault['kind']) => faults.filter((fault) => fault.kind === kind);
  const operations = (faults: readonly OutsideFault[]) => faults.map(({ operation }) => operation);

  it('ends with what is written, not answered, not shown, and refused when it is sent again, of every kind of document', async () => {
    await inject();
    const last = turns.findLast((turn) => turn.length > 0) ?? [];
    expect(operations(ofKind(last, 'refuse').filter(({ match }) => match?.stands))).toEqual(POSTS);
    expect(operations(ofKind(last, 'cut-after'))).toEqual(POSTS);
    expect(operations(ofKind(last, 'lookup-lag'))).toEqual(['look-up', 'status']);
    expect(last.findIndex(({ kind }) => kind === 'refuse')).toBeLessThan(last.findIndex(({ kind }) => kind === 'cut-after'));
    expect(world.sandbox.recover).toHaveBeenCalledOnce();
  });

  it('refuses nothing but what stands, and nothing where a turn is over before anything is sent again', async () => {
    expect(ofKind(await inject(), 'refuse').every(({ match }) => match?.stands === true)).toBe(true);
    [turns, world] = [[[]], worldAt(0.2)];
    left = [{ target: 'erp', kind: 'refuse', times: 16 }];
    expect(ofKind(await inject(), 'refuse')).toEqual([]);
    expect(notes.misses).toEqual([]);
  });

  it('shows everything by when two empty look-ups rule it out, also what is carried out late', async () => {
    const all = await inject();
    const latest = Math.max(...ofKind(all, 'delay').map(({ ms = 0 }) => ms));
    const hidden = Math.max(...ofKind(all, 'lookup-lag').map(({ ms = 0 }) => ms));
    expect(latest + hidden).toBeLessThan(TIMEOUT_MS + PROCESSING_MS + LAG_MS);
    expect(ofKind(all, 'lookup-hides')).toEqual([]);
  });

  it('carries out once of each kind what its caller has given up by then', async () => {
    const late = ofKind(await inject(), 'delay').filter(({ ms = 0 }) => ms > TIMEOUT_MS);
    expect(operations(late)).toEqual(POSTS);
    expect(late.every(({ times }) => times === 1)).toBe(true);
  });

  it('says with 503 when to come back, of what it has not done and of nothing else', async () => {
    const told = (await inject()).filter(({ kind, retryAfter }) => kind !== 'too-many' && retryAfter !== undefined);
    expect(operations(told)).toEqual(POSTS);
    for (const fault of told) expect(fault).toMatchObject({ kind: 'error-before', status: 503 });
  });

  it('tells how much was refused when it came again, and misses each kind of which nothing was', async () => {
    await inject();
    expect(notes.acts.at(-1)).toBe('16 of 16 were refused when they were sent again');
    expect(notes.misses).toEqual([]);
    left = POSTS.map((operation) => ({ target: 'erp', operation, kind: 'refuse', times: 4 }));
    await inject();
    expect(notes.acts.at(-1)).toBe('0 of 16 were refused when they were sent again');
    expect(notes.misses).toEqual(POSTS.map((operation) => `nothing was refused when it was sent again: ${operation}`));
  });

  it('takes so long that five seeds are run', () => {
    expect(secondsOf({ fault: erpFaults, orders: 1_000, rate: 8, scale: 1 })).toBeLessThan(180);
  });
});
