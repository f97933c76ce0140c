import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { type FastifyInstance, type FastifyReply } from 'fastify';
import { z } from 'zod';
import { faultSchema, type Faults } from '../faults/faults.js';
import { refusal } from '../http/answer.js';
import { type RequestCounts } from '../http/request-counts.js';
import { type IntegratorSettings } from '../integrator/invoice-register.js';
import { type Morning } from '../tills/morning.js';
import { MIN_SALES } from '../tills/plan-morning.js';

const LEDGERS = ['erp', 'integrator', 'tills'];
const settingsBody = z.strictObject({ authorityDelayMs: z.int().nonnegative() });
const sales = z.int().min(MIN_SALES).max(100_000).default(300);
const seed = z.int().nonnegative().default(1);
const morningBody = z.strictObject({ sales, seed, rate: z.number().positive().default(20) });
const previewQuery = z.strictObject({ sales: numeric(sales), seed: numeric(seed) });

/** What the control routes steer. */
export interface ControlParts {
  readonly faults: Faults;
  readonly counts: RequestCounts;
  readonly settings: IntegratorSettings;
  readonly morning: Morning;
  readonly directory: string;
}

/** The API of whoever runs the sandbox: faults, settings, counts, ledgers and the morning. It asks for no key. */
export function controlRoutes({ faults, counts, settings, morning, directory }: ControlParts) {
  return async (control: FastifyInstance): Promise<void> => {
    control.post('/faults', ({ body }, reply) =>
      checked(faultSchema, body, reply, (fault) => {
        faults.add(fault);
        return reply.code(201).send(fault);
      }),
    );
    control.get('/faults', () => ({ items: faults.list() }));
    control.delete('/faults', (_request, reply) => {
      faults.clear();
      return reply.code(204).send();
    });
    control.get('/settings', () => settings);
    control.put('/settings', ({ body }, reply) =>
      checked(settingsBody, body, reply, (wanted) => reply.send(Object.assign(settings, wanted))),
    );
    control.get('/counts', () => counts.byTarget());
    control.get('/ledger/:name', ({ params }, reply) => {
      const { name } = params as { name: string };
      if (!LEDGERS.includes(name)) return sendRefusal(reply, 404, 'unknown-ledger', 'There is no such ledger.');
      return reply.type('application/x-ndjson').send(createReadStream(join(directory, `${name}.jsonl`)));
    });
    control.get('/morning', () => morning.progress());
    control.get('/morning/preview', ({ query }, reply) =>
      checked(previewQuery, query, reply, (wanted) => reply.send(morning.preview(wanted))),
    );
    control.post('/morning', ({ body }, reply) =>
      checked(morningBody, body ?? {}, reply, (wanted) => {
        if (!morning.start(wanted)) {
          return sendRefusal(
            reply,
            409,
            'morning-not-possible',
            'A morning is being played, or there are no till keys.',
          );
        }
        return reply.code(202).send(morning.progress());
      }),
    );
  };
}

/** A number as a query carries it. */
function numeric<Schema extends z.ZodType<number, number | undefined>>(schema: Schema) {
  return z.preprocess((value) => (value === undefined ? undefined : Number(value)), schema);
}

function checked<Body>(
  schema: z.ZodType<Body>,
  body: unknown,
  reply: FastifyReply,
  act: (body: Body) => FastifyReply,
): FastifyReply {
  const parsed = schema.safeParse(body);
  return parsed.success ? act(parsed.data) : sendRefusal(reply, 400, 'malformed', z.prettifyError(parsed.error));
}

function sendRefusal(reply: FastifyReply, status: number, code: string, detail: string): FastifyReply {
  return reply.code(status).send(refusal(status, code, detail).body);
}
