import { Logger } from '@nestjs/common';
import type { AnyCallType } from '../call/call-type.js';
import { Act } from '../policy/call-progress.js';
import type { TakenCall } from '../store/outbound-call.js';
import type { Queryable } from '../store/queryable.js';

/** In place of data that could not be read now. */
export const unread = Symbol('unread');

/** A taken call with all that its request is made of. */
export interface CompletedCall {
  readonly call: TakenCall;
  /** Its data, completed where it is to be sent; `undefined` when what it refers to is not there, or {@link unread}. */
  readonly full: unknown;
}

const logger = new Logger('Outbound');

/** Completes the data of calls that were taken together, with one reading for each type that has something to read. */
export async function completeAll(
  db: Queryable,
  types: ReadonlyMap<string, AnyCallType>,
  calls: readonly TakenCall[],
): Promise<readonly CompletedCall[]> {
  const groups = Map.groupBy(calls, ({ type, progress }) => (progress.act === Act.send ? types.get(type) : undefined));
  const completed = [...groups].map(([type, group]) => complete(db, type, group));
  return (await Promise.all(completed)).flat();
}

async function complete(
  db: Queryable,
  type: AnyCallType | undefined,
  calls: readonly TakenCall[],
): Promise<readonly CompletedCall[]> {
  const data = calls.map((call) => call.data);
  try {
    const fulls = type?.complete ? await type.complete(db, data) : data;
    return calls.map((call, place) => ({ call, full: fulls[place] }));
  } catch (error) {
    logger.warn({ msg: 'what calls send could not be read', type: type?.type, calls: calls.length, err: error });
    return calls.map((call) => ({ call, full: unread }));
  }
}
