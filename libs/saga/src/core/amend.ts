import type { SagaData, SagaDefinition, SagaOrder, Start } from '../definition/saga-definition.js';
import { mergePatch } from './merge-patch.js';

/** The order as amended, or what is wrong with the patch. Findings name fields (RFC 6901 pointers), never values. */
export type Amendment<Order> =
  | { readonly amended: Start<Order> }
  | { readonly findings: readonly { readonly pointer: string; readonly code: string }[] };

const NAMING_FIELDS = ['company', 'mode', 'channel', 'orderNumber'] as const;

/**
 * Applies a JSON Merge Patch to an order and checks the outcome against the record's schema.
 *
 * A patch that is no JSON object, breaks the schema, adds an unknown field or touches the fields that name the order is
 * answered with findings; nothing is thrown for a bad patch.
 */
export function amend<Data extends SagaData, Order extends SagaOrder>(
  { startsOn }: Pick<SagaDefinition<Data, Order>, 'startsOn'>,
  { orderId, order }: Start<Order>,
  patchText: string,
): Amendment<Order> {
  const patch = parsedObject(patchText);
  if (patch === undefined) return { findings: [{ pointer: '', code: 'not-an-object' }] };
  const amended = { orderId, order: mergePatch(order, patch) as Order };
  const unfit: string[][] = [];
  const fits = startsOn.type.isValid(amended, {
    noUndeclaredFields: true,
    errorHook: (path: string[], value: unknown, type: object) => unfit.push(...culprits(path, value, type)),
  });
  if (!fits) return { findings: unfit.map((path) => ({ pointer: pointerOf(path), code: 'schema' })) };
  const renamed = NAMING_FIELDS.filter((field) => amended.order[field] !== order[field]);
  if (renamed.length > 0) return { findings: renamed.map((field) => ({ pointer: `/${field}`, code: 'fixed' })) };
  return { amended: startsOn.type.fromBuffer(startsOn.encode(amended)) as Start<Order> };
}

function parsedObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Where a record has fields too many the schema's check names the record; a person wants to know the fields. */
function culprits(path: string[], value: unknown, type: object): string[][] {
  if (!('fields' in type) || typeof value !== 'object' || value === null) return [path];
  const declared = new Set((type.fields as readonly { name: string }[]).map(({ name }) => name));
  return Object.keys(value)
    .filter((key) => !declared.has(key))
    .map((key) => [...path, key]);
}

function pointerOf(path: readonly string[]): string {
  const inOrder = path[0] === 'order' ? path.slice(1) : path;
  return inOrder.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
