import type { OutboxPressure, Transactions } from '@kervan/messaging';
import { HealthRegistry, type Lifecycle } from '@kervan/service-host';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EdiGatewayConfig } from '../config.js';
import { aPartner } from '../fixtures/partner.js';
import type { PartnersFile } from '../partners/partners.file.js';
import type { TakeInterchange } from '../take-interchange/take-interchange.js';
import { claim, filesIn, finish } from './claims.js';
import { InboxWorker } from './inbox.worker.js';
import { PartnerFolders } from './partner-folders.js';

/** Counted by `kervan.edi.file_failures`. */
const counted = vi.hoisted(() => vi.fn());

vi.mock('@opentelemetry/api', async (original) => {
  const real = await original<typeof import('@opentelemetry/api')>();
  const createCounter = (name: string) => ({ add: name === 'kervan.edi.file_failures' ? counted : () => undefined });
  const getMeter = (name: string): unknown =>
    name === 'edi-gateway' ? { createCounter } : real.metrics.getMeter(name);
  return { ...real, metrics: { getMeter } };
});
vi.mock('./claims.js', () => ({
  abandonedClaims: async function* () {},
  claim: vi.fn(),
  filesIn: vi.fn(),
  finalName: vi.fn(),
  finish: vi.fn(),
  readClaimed: () => Promise.resolve({ bytes: 1, content: Buffer.from('x') }),
}));

const QUIET_MS = 2_000;
const CLAIM_MS = 30_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/;
const busy = Object.assign(new Error('busy'), { code: 'EBUSY' });
const seen = (name: string, mtimeMs: number) => ({ name, raw: Buffer.from(name), size: 1, mtimeMs });
const statements: unknown[][] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.spyOn(PartnerFolders.prototype, 'make').mockResolvedValue();
  vi.spyOn(Logger.prototype, 'error').mockReturnValue();
  vi.spyOn(Logger.prototype, 'log').mockReturnValue();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.clearAllMocks();
  statements.length = 0;
});

/** A worker on an inbox of these files, of which those that are stuck cannot be renamed. */
function workerOn(names: readonly string[], stuck: Set<string>): { look(): Promise<void> } {
  const query = (sql: string, values: unknown[]): Promise<unknown> => {
    statements.push([sql.trim().split(' ')[0], ...values]);
    return Promise.resolve([]);
  };
  const taken = new Set<string>();
  vi.mocked(filesIn).mockImplementation(() =>
    Promise.resolve(names.filter((name) => !taken.has(name)).map((name, index) => seen(name, index))),
  );
  vi.mocked(claim).mockImplementation((_folders, { name }) => {
    if (stuck.has(name)) return Promise.reject(busy);
    taken.add(name);
    return Promise.resolve({ id: `claim of ${name}`, folder: '/nowhere', name });
  });
  const worker = new InboxWorker(
    { all: () => [aPartner()] } as unknown as PartnersFile,
    { take: () => Promise.resolve({ state: 'accepted', problem: null }) } as unknown as TakeInterchange,
    { run: (work: (db: unknown) => unknown) => Promise.resolve(work({ query })) } as unknown as Transactions,
    { isHigh: () => false } as OutboxPressure,
    { ediDir: '/nowhere', intake: { quietMs: QUIET_MS, emptyMs: QUIET_MS, claimMs: CLAIM_MS, maxBytes: 100 } } as EdiGatewayConfig,
    { onStart: () => undefined, onStop: () => undefined } as unknown as Lifecycle,
    new HealthRegistry(),
  );
  return worker;
}
const finished = () => vi.mocked(finish).mock.calls.map(([{ name }]) => name);
const noted = () => statements.filter(([verb]) => verb === 'INSERT');

describe('a file that cannot be claimed', () => {
  it('holds none back that comes behind it, and is counted and noted as one that fails', async () => {
    const worker = workerOn(['first.edi', 'second.edi'], new Set(['first.edi']));
    await worker.look();
    vi.advanceTimersByTime(QUIET_MS);
    await worker.look();
    expect(finished()).toEqual(['second.edi']);
    expect(counted.mock.calls).toEqual([[1, { partner: 'market' }]]);
    expect(noted()).toEqual([['INSERT', expect.stringMatching(UUID), 'market', 'first.edi', 'EBUSY']]);
  });

  it('is tried again after the time of a claim, noted under one id, and logged once a minute', async () => {
    const worker = workerOn(['first.edi'], new Set(['first.edi']));
    for (let second = 0; second < 60; second += 1) {
      await worker.look();
      vi.advanceTimersByTime(1_000);
    }
    expect(counted).toHaveBeenCalledTimes(2);
    expect(new Set(noted().map(([, id]) => id)).size).toBe(1);
    expect(Logger.prototype.error).toHaveBeenCalledTimes(1);
  });

  it('fails no longer once it is taken', async () => {
    const stuck = new Set(['first.edi']);
    const worker = workerOn(['first.edi'], stuck);
    await worker.look();
    vi.advanceTimersByTime(QUIET_MS);
    await worker.look();
    stuck.clear();
    vi.advanceTimersByTime(CLAIM_MS);
    await worker.look();
    expect(finished()).toEqual(['first.edi']);
    const [[, id] = []] = noted();
    expect(statements.at(-1)).toEqual(['DELETE', 'claim of first.edi', id]);
  });

  it('leaves room in a round for those behind it, however many there are', async () => {
    const names = Array.from({ length: 101 }, (_, index) => `${index}.edi`);
    const worker = workerOn(names, new Set(names.slice(0, 100)));
    await worker.look();
    vi.advanceTimersByTime(QUIET_MS);
    await worker.look();
    await worker.look();
    expect(finished()).toEqual(['100.edi']);
  });
});
