import { useId } from 'react';
import type { SagaStanding } from '../../../src/ask-services/saga-views';
import type { ActRequest } from '../api';
import { objectIn } from '../patch-between';
import { heldWords } from '../words/held';
import { steeringWords } from '../words/steering';
import { systemsWords } from '../words/systems';

/** What an act is asked for beside who and why, and what that adds to its request. */
export interface AskedField {
  readonly label: string;
  readonly help: string;
  readonly required: boolean;
  /** A line, several lines of JSON that are an object, or a time of the reader. */
  readonly form: 'line' | 'json' | 'time';
  readonly into: (text: string) => Partial<ActRequest>;
}

/** The correction of an order. */
export const amendment: AskedField = {
  ...steeringWords.amendment,
  required: true,
  form: 'json',
  into: (text) => ({ mergePatch: objectIn(text) ?? {} }),
};

/** Until when a target is paused. */
export const pauseEnd: AskedField = {
  ...systemsWords.until,
  required: false,
  form: 'time',
  into: (text) => (text === '' ? {} : { until: new Date(text).toISOString() }),
};

/** Steps that bring a number of the ERP; where it is told `required`, nothing goes on without it. */
const erpNumberOf: Readonly<Record<string, 'required' | 'optional'>> = {
  'post-order': 'required',
  'book-invoice': 'optional',
  'post-payment': 'optional',
  'post-settlement': 'optional',
};

/** What is to be told of a step that a person has done in another way; undefined where there is nothing to tell. */
export function factsOf({ step, direction }: Pick<SagaStanding, 'step' | 'direction'>): AskedField | undefined {
  const erpNumber = direction === 'forward' ? erpNumberOf[step] : undefined;
  return (
    erpNumber && {
      ...steeringWords.erpNumber,
      required: erpNumber === 'required',
      form: 'line',
      into: (text) => (text === '' ? {} : { facts: { erpNumber: text } }),
    }
  );
}

interface AskedLineProps {
  readonly asks: AskedField;
  readonly name: string;
}

/** The field, in a form, under this name. */
export function AskedLine({ asks: { label, help, required, form }, name }: AskedLineProps) {
  const id = useId();
  const own = { id, name, required, 'aria-describedby': `${id}-help`, autoComplete: 'off' };
  return (
    <div className="line">
      <label htmlFor={id}>{required ? label : steeringWords.optional(label)}</label>
      {form === 'json' ? (
        <textarea
          {...own}
          className="content"
          spellCheck={false}
          onChange={({ target }) => target.setCustomValidity(objectIn(target.value) ? '' : heldWords.noJson)}
        />
      ) : (
        <input {...own} {...(form === 'time' ? { type: 'datetime-local' } : { maxLength: 100 })} />
      )}
      <p id={`${id}-help`} className="quiet small">
        {help}
      </p>
    </div>
  );
}
