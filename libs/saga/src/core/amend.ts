import { mergePatch } from '@kervan/service-host';
import type { Finding, SagaData, SagaDefinition, SagaOrder, Start } from '../definition/saga-definition.js';
import { misfits, parsedObject, pointerOf } from './record-fit.js';

/** The order as amended, or what is wrong with the patch. Findings name fields (RFC 6901 pointers), never values. */
export type Amendment<Order> = { readonly amended: Start<Order> } | { readonly findings: readonly Finding[] };

const NAMING_FIELDS = ['company', 'mode', 'channel', 'orderNumber'] as const;

/**
 * Applies a JSON Merge Patch to an order and checks the outcome against the record's schema and the definition's rules.
 *
 * A patch that is no JSON object, breaks the schema, adds an unknown field, touches the fields that name the order or
 * breaks a rule is answered with findings; nothing is thrown for a bad patch.
 */
export function amend<Data extends SagaData, Order extends SagaOrder>(
  { startsOn, amendmentFaults }: Pick<SagaDefinition<Data, Order>, 'startsOn' | 'amendmentFaults'>,
  { orderId, order }: Start<Order>,
  patchText: string,
): Amendment<Order> {
  const patch = parsedObject(patchText);
  if (patch === undefined) return { findings: [{ pointer: '', code: 'not-an-object' }] };
  const amended = { orderId, order: mergePatch(order, patch) as Order };
  const unfit = misfits(startsOn, amended);
  if (unfit.length > 0) return { findings: unfit.map((path) => ({ pointer: pointerInOrder(path), code: 'schema' })) };
  const renamed = NAMING_FIELDS.filter((field) => amended.order[field] !== order[field]);
  if (renamed.length > 0) return { findings: renamed.map((field) => ({ pointer: `/${field}`, code: 'fixed' })) };
  const faults = amendmentFaults(amended.order);
  if (faults.length > 0) return { findings: faults };
  return { amended: startsOn.type.fromBuffer(startsOn.encode(amended)) as Start<Order> };
}

function pointerInOrder(path: readonly string[]): string {
  return pointerOf(path[0] === 'order' ? path.slice(1) : path);
}
