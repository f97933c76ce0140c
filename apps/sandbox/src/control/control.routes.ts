import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { type FastifyInstance, type FastifyReply } from 'fastify';
import { z } from 'zod';
import { faultSchema, type Faults } from '../faults/faults.js';
import { refusal } from '../http/answer.js';
import { type RequestCounts } from '../http/request-counts.js';
import { type IntegratorSettings } from '../integrator/invoice-register.js';
import { type AllChannels } from '../morning/all-channels.js';
import { MIN_EDI_ORDERS } from '../partner/plan-partner.js';
import { MIN_SHOP_ORDERS } from '../shops/plan-shops.js';
import { MIN_SALES } from '../tills/plan-morning.js';

const LEDGERS = ['erp', 'integrator', 'tills', 'shops', 'partner', 'bank'];
const MOST_ORDERS = 100_000;
const settingsBody = z.strictObject({ authorityDelayMs: z.int().nonnegative() });
const sales = z.int().min(MIN_SALES).max(MOST_ORDERS).default(300);
const seed = z.int().nonnegative().default(1);
const shopOrders = noneOrFrom(MIN_SHOP_ORDERS).default(40);
const ediOrders = noneOrFrom(MIN_EDI_ORDERS).default(5);
const rate = z.number().positive().default(20);
const statement = z.enum(['02', '08']).default('08');
const steady = z.boolean().default(false);
const morningBody = z.strictObject({ sales, seed, rate, shopOrders, ediOrders, statement, steady });
const previewQuery = z.strictObject({
  sales: numeric(sales),
  seed: numeric(seed),
  shopOrders: numeric(shopOrders),
  ediOrders: numeric(ediOrders),
});

/** What the control routes steer. */
export interface ControlParts {
  readonly faults: Faults;
  readonly counts: RequestCounts;
  readonly settings: IntegratorSettings;
  readonly morning: AllChannels;
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

/** A number of orders: none, or at least as many as hold everything that can happen. */
function noneOrFrom(least: number) {
  return z
    .int()
    .nonnegative()
    .max(MOST_ORDERS)
    .refine((orders) => orders === 0 || orders >= least, `0, or at least ${least}`);
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
