import { type FastifyReply, type FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { type Fault, Faults } from '../faults/faults.js';
import { operationsOf } from './operations.js';
import { RequestCounts } from './request-counts.js';

/** Posts one document after another under the faults, and tells what is answered. */
function answersUnder(...set: readonly Omit<Fault, 'target'>[]) {
  const faults = new Faults();
  for (const fault of set) faults.add({ ...fault, target: 'erp' });
  const books = new Set<string>();
  const post = operationsOf('erp', faults, new RequestCounts())({
    name: 'post-payment',
    subject: ({ body }) => ({ references: [String(body)], stands: books.has(String(body)) }),
    answer: ({ body }) => {
      const status = books.has(String(body)) ? 200 : 201;
      books.add(String(body));
      return { status, body: {} };
    },
  });
  const posted = async (reference: string): Promise<object> => {
    const told: Record<string, unknown> = {};
    const reply = {
      code: (status: number) => Object.assign(reply, { status: (told['status'] = status) }),
      headers: (headers: Record<string, string>) => Object.assign(reply, Object.assign(told, headers)),
      send: () => reply,
      hijack: () => reply,
      raw: { destroy: () => void (told['status'] = 'cut') },
    };
    await post({ body: reference } as FastifyRequest, reply as unknown as FastifyReply);
    return told;
  };
  return { books, posted };
}

describe('an error', () => {
  it.each(['error-before', 'error-after'] as const)('tells when to come back where it is told to: %s', async (kind) => {
    const { books, posted } = answersUnder({ kind, status: 503, retryAfter: 2, times: 1 }, { kind, status: 503, times: 1 });
    expect(await posted('a')).toEqual({ status: 503, 'retry-after': '2' });
    expect(await posted('a')).toEqual({ status: 503 });
    expect([...books]).toEqual(kind === 'error-after' ? ['a'] : []);
  });

  it('of too many requests always tells it, a second unless told', async () => {
    const { posted } = answersUnder({ kind: 'too-many', times: 1 }, { kind: 'too-many', retryAfter: 7 });
    expect([await posted('a'), await posted('a')]).toEqual([{ status: 429, 'retry-after': '1' }, { status: 429, 'retry-after': '7' }]);
  });
});

describe('a refusal of what stands already', () => {
  it('comes before the key is asked: what was taken and not answered is refused when it is sent again', async () => {
    const { books, posted } = answersUnder({ kind: 'refuse', times: 2, match: { stands: true } }, { kind: 'cut-after', times: 1 });
    expect(await posted('a')).toEqual({ status: 'cut' });
    expect(await posted('b')).toEqual({ status: 201 });
    expect([await posted('a'), await posted('a'), await posted('a')]).toEqual([{ status: 422 }, { status: 422 }, { status: 200 }]);
    expect([...books]).toEqual(['a', 'b']);
  });
});
