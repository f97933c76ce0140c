import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineTarget, standardBreaker, type Target } from '../call/target.js';
import type { Exchange } from '../http/exchange.js';
import { type Sent, TargetGate } from './target-gate.js';

const target = (extra: Partial<Target> = {}): Target =>
  defineTarget({
    name: 'books',
    baseUrl: 'https://books.example',
    repeat: 'key',
    keyLifetimeMs: 1,
    maxProcessingMs: 1,
    lookupLagMs: 1,
    slots: 16,
    breaker: standardBreaker,
    ...extra,
  });
const sent = (status: number) => async (): Promise<Sent> => ({
  exchange: { kind: 'answered', answer: { status, headers: {}, text: '', json: undefined } } satisfies Exchange,
});

async function pass(gate: TargetGate, status: number, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) await gate.pass(sent(status));
}

describe('the gate of a target', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'Date'] }));
  afterEach(() => void vi.useRealTimers());

  it('lets in as many as there are slots', () => {
    const gate = new TargetGate(target());
    expect([0, 10, 16].map((inFlight) => gate.capacity(inFlight))).toEqual([16, 6, 0]);
  });

  it('closes when half of at least 20 calls in 30 s failed, and stays closed for 15 s', async () => {
    const gate = new TargetGate(target());
    await pass(gate, 201, 10);
    await pass(gate, 500, 9);
    expect(gate.capacity(0)).toBe(16);
    await pass(gate, 500, 1);
    expect(gate.capacity(0)).toBe(0);
    expect(await gate.pass(sent(201))).toBe('closed');
    vi.advanceTimersByTime(14_999);
    expect(gate.capacity(0)).toBe(0);
  });

  it('judges by the calls of those 30 s, however few came since', async () => {
    const gate = new TargetGate(target());
    await pass(gate, 500, 19);
    vi.advanceTimersByTime(30_000);
    await pass(gate, 500, 19);
    expect(gate.state).toBe('open');
    vi.advanceTimersByTime(29_000);
    await pass(gate, 500, 1);
    expect(gate.state).toBe('failing');
  });

  it('is not reassured by the calls of an hour that the clock on the wall has twice', async () => {
    const gate = new TargetGate(target());
    await pass(gate, 201, 1_000);
    vi.setSystemTime(Date.now() - 3_600_000);
    vi.advanceTimersByTime(30_000);
    await pass(gate, 500, 20);
    expect(gate.state).toBe('failing');
  });

  it('lets three probes in after that, and more from moment to moment once those have passed', async () => {
    const gate = new TargetGate(target());
    await pass(gate, 500, 20);
    vi.advanceTimersByTime(15_000);
    expect(gate.capacity(0)).toBe(3);
    await pass(gate, 201, 1);
    expect(gate.capacity(0)).toBe(2);
    expect(gate.capacity(2)).toBe(0);
    await pass(gate, 201, 2);
    expect(gate.capacity(0)).toBe(3);
    const capacities = [2_500, 2_500, 2_500, 2_499, 1].map((ms) => {
      vi.advanceTimersByTime(ms);
      return gate.capacity(0);
    });
    expect(capacities).toEqual([6, 9, 12, 15, 16]);
  });

  it.each([
    ['back', -3_600_000],
    ['forward', 3_600_000],
  ])('lets them in when their time has come, also when the clock on the wall is set %s', async (_, byMs) => {
    const gate = new TargetGate(target());
    await pass(gate, 500, 20);
    vi.setSystemTime(Date.now() + byMs);
    expect(gate.state).toBe('failing');
    expect(await gate.pass(sent(201))).toBe('closed');
    vi.advanceTimersByTime(15_000);
    expect(gate.state).toBe('probing');
    await pass(gate, 201, 3);
    expect(gate.state).toBe('open');
  });

  it('lets no call in that waited for what became of the probes, once those have failed', async () => {
    const gate = new TargetGate(target());
    await pass(gate, 500, 20);
    vi.advanceTimersByTime(15_000);
    const { promise, resolve } = Promise.withResolvers<Sent>();
    const probes = [1, 2, 3].map(() => gate.pass(() => promise));
    const waiting = gate.pass(sent(201));
    resolve(await sent(500)());
    await Promise.all(probes);
    expect(await waiting).toBe('closed');
  });

  it('tells when the target is well again, and only then', async () => {
    const recovered = vi.fn();
    const gate = new TargetGate(target(), recovered);
    await pass(gate, 201, 5);
    await pass(gate, 500, 20);
    vi.advanceTimersByTime(15_000);
    await pass(gate, 500, 3);
    vi.advanceTimersByTime(15_000);
    expect(recovered).not.toHaveBeenCalled();
    await pass(gate, 201, 3);
    expect(recovered).toHaveBeenCalledOnce();
  });

  it('says what it is at', async () => {
    const gate = new TargetGate(target());
    expect(gate.state).toBe('open');
    await pass(gate, 500, 20);
    expect(gate.state).toBe('failing');
    vi.advanceTimersByTime(15_000);
    expect(gate.state).toBe('probing');
    await pass(gate, 201, 1);
    expect(gate.state).toBe('probing');
    await pass(gate, 201, 2);
    gate.rest(1_000);
    expect(gate.state).toBe('resting');
  });

  it('has no more calls at a time after a recovery than there are slots', async () => {
    const gate = new TargetGate(target({ slots: 1 }));
    await pass(gate, 500, 20);
    vi.advanceTimersByTime(15_000);
    await pass(gate, 201, 3);
    expect(gate.capacity(0)).toBe(1);
  });

  it('closes again when probes fail', async () => {
    const gate = new TargetGate(target());
    await pass(gate, 500, 20);
    vi.advanceTimersByTime(15_000);
    await pass(gate, 500, 2);
    expect(gate.capacity(0)).toBe(0);
  });

  it('counts no probe of former times, which the breaker does not count either', async () => {
    const gate = new TargetGate(target());
    await pass(gate, 500, 20);
    vi.advanceTimersByTime(15_000);
    const { promise, resolve } = Promise.withResolvers<Sent>();
    const slow = gate.pass(() => promise);
    await pass(gate, 500, 2);
    expect(gate.state).toBe('failing');
    vi.advanceTimersByTime(15_000);
    await pass(gate, 201, 2);
    resolve({ exchange: { kind: 'unclear', reason: 'timeout' } });
    await slow;
    expect([gate.state, gate.capacity(0)]).toEqual(['probing', 1]);
    await pass(gate, 201, 1);
    expect(gate.state).toBe('open');
  });

  it('does not mind refusals', async () => {
    const gate = new TargetGate(target());
    await pass(gate, 422, 100);
    expect(gate.capacity(0)).toBe(16);
  });

  it('leaves the target alone for as long as it asked', () => {
    const gate = new TargetGate(target());
    gate.rest(5_000);
    expect(gate.capacity(0)).toBe(0);
    vi.advanceTimersByTime(5_000);
    expect(gate.capacity(0)).toBe(16);
  });

  it('lets nothing in during maintenance', () => {
    vi.setSystemTime(new Date('2026-11-21T00:30:00Z'));
    const gate = new TargetGate(target({ maintenance: [{ from: '00:00', to: '01:00', timeZone: 'UTC' }] }));
    expect(gate.capacity(0)).toBe(0);
    vi.setSystemTime(new Date('2026-11-21T01:00:00Z'));
    expect(gate.capacity(0)).toBe(16);
  });
});
