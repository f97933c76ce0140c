import { isAwaiting, type CommandStep, type Finding, type SagaData, type SagaOrder, type Step } from '../definition/saga-definition.js';
import { isUndoing, type Instance } from './instance.js';
import { asRead, misfits, parsedObject, pointerOf } from './record-fit.js';

/** What a person has told of a step that is to be skipped, or what is wrong with it. */
export type Told = { readonly facts: object } | { readonly findings: readonly Finding[] };

const ANY_ID = '00000000-0000-8000-8000-000000000000';
const IDS = ['orderId', 'commandId'];

/** What a person has to tell to skip the current step; undefined where nobody may skip it. */
export function factsToTell<Data extends SagaData, Order extends SagaOrder>(
  step: Step<Data, Order>,
  instance: Instance<Data, Order>,
): 'required' | 'optional' | 'none' | undefined {
  if (instance.direction === 'forward') return step.skip?.facts;
  return isUndoing(instance) && !isAwaiting(step) && mayCountAsUndone(step, instance) ? 'none' : undefined;
}

/** Whether the current undo may be skipped: any time, or now that its participant has said that it cannot be done. */
function mayCountAsUndone<Data extends SagaData, Order extends SagaOrder>(
  { skipUndo }: CommandStep<Data, Order>,
  { answer }: Instance<Data, Order>,
): boolean {
  if (typeof skipUndo !== 'function') return skipUndo === true;
  return answer?.verdict === 'dead' && skipUndo(answer.code);
}

/**
 * Reads what a person has told of a step in the place of its reply or event, against that record's schema: what the person
 * left out has the schema's default, as in a reply that is read.
 *
 * Findings name fields (RFC 6901 pointers), never values; nothing is thrown for bad facts.
 */
export function told<Data extends SagaData, Order extends SagaOrder>(
  step: Step<Data, Order>,
  instance: Instance<Data, Order>,
  text: string,
): Told {
  const facts = parsedObject(text);
  if (facts === undefined) return { findings: [{ pointer: '', code: 'not-an-object' }] };
  const fields = Object.keys(facts);
  const wanted = factsToTell(step, instance);
  if (fields.length === 0 && wanted !== 'required') return { facts };
  if (wanted === undefined || wanted === 'none') return { findings: fields.map((field) => finding([field], 'not-told')) };
  const own = fields.filter((field) => IDS.includes(field));
  if (own.length > 0) return { findings: own.map((field) => finding([field], 'fixed')) };
  const record = isAwaiting(step) ? step.await : step.ok;
  const ids = Object.fromEntries(IDS.filter((id) => id === 'orderId' || !isAwaiting(step)).map((id) => [id, ANY_ID]));
  const whole = { ...ids, ...facts };
  const unfit = misfits(record, whole);
  if (unfit.length > 0) return { findings: unfit.map((path) => finding(path, 'schema')) };
  const read = Object.entries(asRead<object>(record, whole));
  return { facts: Object.fromEntries(read.filter(([field]) => !IDS.includes(field))) };
}

function finding(path: readonly string[], code: string): Finding {
  return { pointer: pointerOf(path), code };
}
