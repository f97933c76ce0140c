import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../../stack/checkout.js';

/** A step of the saga, as docs/order-to-invoice.md tells it. */
export interface DefinedStep {
  readonly name: string;
  /** Whether some orders go without it. */
  readonly optional: boolean;
  readonly pivot: boolean;
  /** The record that says that it succeeded, without its namespace. */
  readonly succeedsWith: string;
  /** The record that says that it was undone; absent where it cannot be. */
  readonly undoneWith?: string;
}

const ROW = /^\| ([a-z-]+)( \(where due\))? \| (\w+) \| (\w+)[^|]*\| [^|]* \| (\S+) \| [^|]* \|$/;

/**
 * The steps of the saga, in their order.
 *
 * Read from the page that is generated from the definition, not from the code that is judged. @throws unless it has some.
 */
export function definedSteps(page = readFileSync(join(checkout, 'docs/order-to-invoice.md'), 'utf8')): DefinedStep[] {
  const steps = page.split('\n').flatMap((line): DefinedStep[] => {
    const [, name, optional, kind, succeedsWith = '', undone = ''] = ROW.exec(line) ?? [];
    if (name === undefined || name === 'step') return [];
    const undoneWith = undone === '–' ? {} : { undoneWith: undone };
    return [{ name, optional: optional !== undefined, pivot: kind === 'pivot', succeedsWith, ...undoneWith }];
  });
  if (steps.length === 0) throw new Error('docs/order-to-invoice.md tells no steps');
  return steps;
}
