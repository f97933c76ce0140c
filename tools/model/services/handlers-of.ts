import type { Catalogue } from '@kervan/contracts';
import { PermanentFailure, type Received, RetryableFailure, type DatabaseTransaction } from '@kervan/messaging';
import { type Handler, type HandlerMarks, Handlers, type Subscription } from '@kervan/messaging/parts';
import { PATTERN_EXTRAS_METADATA, PATTERN_METADATA } from '@nestjs/microservices/constants.js';
import type { Machine } from '../machine/machine.js';
import { runningProcess } from '../machine/model-process.js';

/** What handlers do besides their work, as probabilities of a call. */
export interface HandlerFaults {
  /** It fails in a way that is tried again. */
  readonly retryable: number;
  /** It fails for good, until a person acts. */
  readonly permanent: number;
  /** It never ends. */
  readonly stuck: number;
}

/** What is known of the outside of the handlers. */
export interface Surroundings {
  readonly machine: Machine;
  readonly catalogue: Catalogue;
  /** The faults of the moment. */
  readonly faults: () => HandlerFaults;
  /** How a message's order is called in the trace. */
  readonly orderName: (orderId: string) => string;
}

type Handled = Pick<Received<unknown>, 'id' | 'topic' | 'key' | 'offset' | 'type'>;

/**
 * The handlers of controllers as Nest binds them, each with a probe: what it takes is entered into a ledger of the
 * model, in the same transaction, so that what was handled twice, never, or out of order shows.
 */
export function handlersOf(around: Surroundings, controllers: readonly object[]): Handlers {
  return new Handlers(controllers.flatMap((controller) => subscriptionsOf(around, controller)));
}

function subscriptionsOf(around: Surroundings, controller: object): Subscription[] {
  const prototype = Object.getPrototypeOf(controller) as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const method = prototype[name];
    if (typeof method !== 'function' || name === 'constructor') return [];
    const patterns = Reflect.getMetadata(PATTERN_METADATA, method) as readonly string[] | undefined;
    const marks = Reflect.getMetadata(PATTERN_EXTRAS_METADATA, method) as HandlerMarks | undefined;
    if (!patterns || !marks) return [];
    const handler = probed(around, marks, (...args: unknown[]) => Reflect.apply(method, controller, args) as unknown);
    return patterns.map((pattern) => {
      const record = around.catalogue.record(pattern);
      if (!record) throw new Error(`${pattern} is not in the catalogue`);
      return { record, handler };
    });
  });
}

function probed(around: Surroundings, marks: HandlerMarks, call: (...args: unknown[]) => unknown): Handler {
  const { takes, name, whenDead } = marks;
  if (takes === 'one') {
    return {
      takes, name, whenDead,
      handle: async (message, tx) => {
        const entered = await enter(around, [message], tx);
        await call(message, tx);
        await entered();
      },
    };
  }
  return {
    takes, name, whenDead,
    handleAll: async (inputs, db) => {
      await enter(around, inputs.map(({ message }) => message), db);
      await call(inputs, db);
    },
  };
}

/** Enters messages into the ledger, on their way with what the handler asks first; awaited by what it gives back. */
async function enter(
  { machine, faults, orderName }: Surroundings,
  messages: readonly Handled[],
  db: Pick<DatabaseTransaction, 'query'>,
): Promise<() => Promise<unknown>> {
  const who = runningProcess()?.name ?? '';
  const what = messages.map(({ type, key, offset }) => `${last(type.fullName)} ${orderName(key)} @${offset}`).join(', ');
  machine.trace.tell(who, `handles ${what}`);
  const { retryable, permanent, stuck } = faults();
  if (machine.random.chance(retryable)) throw new RetryableFailure('model-failure', 'to be tried again');
  if (machine.random.chance(permanent)) throw new PermanentFailure('model-death', 'to be redriven by a person');
  if (machine.random.chance(stuck)) await new Promise(() => undefined);
  const written = db.query(
    `INSERT INTO model_handled (message_id, topic, key, "offset")
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[])`,
    [
      messages.map(({ id }) => id),
      messages.map(({ topic }) => topic),
      messages.map(({ key }) => key),
      messages.map(({ offset }) => String(offset)),
    ],
  );
  written.catch(() => undefined); // told to whoever awaits it
  return () => written;
}

function last(fullName: string): string {
  return fullName.split('.').at(-1) ?? fullName;
}
