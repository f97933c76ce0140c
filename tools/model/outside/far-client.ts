import type { Exchange, HttpClient, OutgoingRequest } from '@kervan/outbound/parts';
import type { Machine } from '../machine/machine.js';
import { type ModelProcess, runningProcess } from '../machine/model-process.js';

/** A request as an outside system gets it. */
export interface FarRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What an outside system answers. */
export interface FarAnswer {
  readonly status: number;
  readonly json: unknown;
}

/** An outside system: what it does with a request happens at once, when the request is there. */
export interface FarSystem {
  readonly name: string;
  take(request: FarRequest): FarAnswer;
}

/** What may go wrong on the way to an outside system and back, as probabilities of a request. */
export interface FarFaults {
  /** There is no connection. */
  readonly unreachable: number;
  /** The request is done, and the answer is lost. */
  readonly cutAfter: number;
  /** The request is lost on its way. */
  readonly cutBefore: number;
  /** The caller has given up by the time it is done. */
  readonly slow: number;
  /** It answers 503 and does nothing. */
  readonly busy: number;
}

/** The client of one target for a process in the model: requests take time, get lost, or come too late. */
export function farClient(machine: Machine, system: FarSystem, faults: () => FarFaults, timeoutMs: number): HttpClient {
  return {
    exchange: (request) =>
      new Promise<Exchange>((resolve) => {
        const owner = runningProcess() as ModelProcess;
        const url = new URL(String(request.url));
        const what = `${request.method} ${shown(url)}`;
        const answer = (afterMs: number, exchange: Exchange): void => {
          machine.after(afterMs, owner, () => {
            if (owner.step(`hears from ${system.name} about ${what}`)) resolve(exchange);
          });
        };
        if (!owner.step(`asks ${system.name} to ${what}`)) return;
        const fate = fateOf(machine, faults(), timeoutMs);
        if (fate.takenAfterMs === undefined) {
          machine.trace.tell(system.name, `${what} of ${owner.name}: ${fate.told}`);
          return answer(fate.toldAfterMs, exchangeOf(fate.told));
        }
        machine.after(fate.takenAfterMs, undefined, () => {
          machine.active();
          const given = system.take(farRequest(request, url));
          const lost = fate.told === undefined ? '' : `, but ${fate.told}`;
          machine.trace.tell(system.name, `${what} of ${owner.name}: ${given.status}${lost}`);
          if (fate.told === undefined) answer(fate.toldAfterMs, answered(given));
        });
        if (fate.told !== undefined) answer(fate.toldAfterMs, exchangeOf(fate.told));
      }),
    close: () => undefined,
  };
}

type Trouble = 'unreachable' | 'timeout' | 'reset' | 'busy';

interface Fate {
  /** When the system does what it was asked; never, when absent. */
  readonly takenAfterMs?: number;
  readonly toldAfterMs: number;
  /** What the caller sees in place of the answer. */
  readonly told?: Trouble;
}

function fateOf({ random }: Machine, faults: FarFaults, timeoutMs: number): Fate {
  const quick = 2 + random.next() * 40;
  if (random.chance(faults.unreachable)) return { toldAfterMs: 5, told: 'unreachable' };
  if (random.chance(faults.busy)) return { toldAfterMs: quick, told: 'busy' };
  if (random.chance(faults.cutBefore)) return { toldAfterMs: quick, told: 'reset' };
  if (random.chance(faults.cutAfter)) return { takenAfterMs: quick, toldAfterMs: quick + 1, told: 'reset' };
  if (random.chance(faults.slow)) {
    return { takenAfterMs: timeoutMs * (0.5 + random.next()), toldAfterMs: timeoutMs, told: 'timeout' };
  }
  return { takenAfterMs: quick, toldAfterMs: 1 + random.next() * 20 };
}

function exchangeOf(told: Trouble | undefined): Exchange {
  if (told === 'unreachable') return { kind: 'not-sent', reason: 'ECONNREFUSED' };
  if (told === 'busy') return answered({ status: 503, json: { code: 'busy' } });
  return { kind: 'unclear', reason: told === 'timeout' ? 'ETIMEDOUT' : 'ECONNRESET' };
}

function answered({ status, json }: FarAnswer): Exchange {
  return { kind: 'answered', answer: { status, headers: {}, text: JSON.stringify(json), json } };
}

function farRequest({ method, headers, body }: OutgoingRequest, url: URL): FarRequest {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return { method, path: url.pathname, query: url.searchParams, headers: Object.fromEntries(lower), body };
}

function shown({ pathname, searchParams }: URL): string {
  const reference = searchParams.get('reference');
  return reference === null ? pathname : `${pathname} about ${reference.split(':').at(-1)}`;
}
