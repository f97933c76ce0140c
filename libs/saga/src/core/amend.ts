import { mergePatch } from '@kervan/service-host';
import type { Finding, SagaData, SagaDefinition, SagaOrder, Start } from '../definition/saga-definition.js';
import { fixedFields } from './fixed-fields.js';
import type { Instance } from './instance.js';
import { asRead, misfits, parsedObject, pointerOf } from './record-fit.js';

/** The order as amended, or what is wrong with the patch. Findings name fields (RFC 6901 pointers), never values. */
export type Amendment<Order> = { readonly amended: Start<Order> } | { readonly findings: readonly Finding[] };

const NAMING_FIELDS = ['company', 'mode', 'channel', 'orderNumber'] as const;

/**
 * Applies a JSON Merge Patch to the order of a saga and checks the outcome against the record's schema and the
 * definition's rules.
 *
 * A patch that is no JSON object, breaks the schema, adds an unknown field, touches the fields that name the order or
 * those that a step has fixed, or breaks a rule is answered with findings; nothing is thrown for a bad patch.
 */
export function amend<Data extends SagaData, Order extends SagaOrder>(
  { startsOn, steps, amendmentFaults }: Pick<SagaDefinition<Data, Order>, 'startsOn' | 'steps' | 'amendmentFaults'>,
  instance: Instance<Data, Order>,
  patchText: string,
): Amendment<Order> {
  const patch = parsedObject(patchText);
  if (patch === undefined) return { findings: [{ pointer: '', code: 'not-an-object' }] };
  const order = instance.order.value();
  const patched = { orderId: instance.id, order: mergePatch(order, patch) as Order };
  const unfit = misfits(startsOn, patched);
  if (unfit.length > 0) return { findings: unfit.map((path) => ({ pointer: pointerInOrder(path), code: 'schema' })) };
  const amended = asRead(startsOn, patched);
  const renamed = NAMING_FIELDS.filter((field) => amended.order[field] !== order[field]).map((field) => [field]);
  const fixed = [...renamed, ...fixedFields(steps, instance, amended.order)];
  if (fixed.length > 0) return { findings: fixed.map((path) => ({ pointer: pointerOf(path), code: 'fixed' })) };
  const faults = amendmentFaults(amended.order);
  return faults.length > 0 ? { findings: faults } : { amended };
}

function pointerInOrder(path: readonly string[]): string {
  return pointerOf(path[0] === 'order' ? path.slice(1) : path);
}
