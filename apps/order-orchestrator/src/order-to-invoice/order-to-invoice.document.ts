import { diagramOf } from '@kervan/saga';
import { channelPolicies } from './channel-policies.js';
import { orderToInvoice } from './order-to-invoice.saga.js';

type Step = (typeof orderToInvoice)['steps'][number];

/** The page about the saga, as `docs/order-to-invoice.md` holds it: follows from the definition and the policies. */
export function orderToInvoiceDocument(): string {
  return [
    '# From order to invoice',
    '',
    '<!-- Generated from the definition in apps/order-orchestrator. A test keeps it in step. -->',
    '',
    `Saga \`${orderToInvoice.name}\`, version ${orderToInvoice.version}.`,
    'Read the steps down for the happy path, the undo column up for compensation.',
    'After the pivot nothing is undone: a person decides.',
    '',
    '```mermaid',
    diagramOf(orderToInvoice).trimEnd(),
    '```',
    '',
    '| step | kind | succeeds with | is refused with | undone with | deadline |',
    '|---|---|---|---|---|---|',
    ...orderToInvoice.steps.map(rowOf),
    '',
    'A person who has done a step in another way [counts it as done](how-to/steer-orders.md), where the step may be skipped.',
    '',
    '| step | may be skipped | its undo |',
    '|---|---|---|',
    ...orderToInvoice.steps.map((step) => row(step.name, skipOf(step), skipUndoOf(step))),
    '',
    `Cancelled by ${nameOf(orderToInvoice.cancelledBy)}. ${endsOf(orderToInvoice.ends)}`,
    '',
    '| channel | a refusal before the pivot |',
    '|---|---|',
    ...Object.entries(channelPolicies).map(([channel, { refusal }]) => {
      return `| ${channel} | ${refusal === 'compensate' ? 'the order is taken back' : 'a person decides'} |`;
    }),
    '',
    'A refusal of form is corrected and sent again under the same number, whatever the channel.',
    '',
  ].join('\n');
}

function rowOf(step: Step): string {
  const name = step.when ? `${step.name} (where due)` : step.name;
  const deadline = durationOf(step.within);
  if ('await' in step) return row(name, step.kind, `${nameOf(step.await)} (awaited)`, '', '', deadline);
  return row(name, step.kind, nameOf(step.ok), nameOf(step.refused), nameOf(step.undone), deadline);
}

function skipOf(step: Step): string {
  if (!step.skip) return '';
  if (step.skip.facts === 'none') return 'yes';
  const { type } = 'await' in step ? step.await : step.ok;
  const fields = (type as unknown as { readonly fields: readonly { readonly name: string }[] }).fields;
  const told = fields.map(({ name }) => name).filter((name) => name !== 'orderId' && name !== 'commandId');
  return `yes, ${step.skip.facts === 'required' ? 'telling' : 'with or without'} ${told.map((name) => `\`${name}\``).join(', ')}`;
}

function skipUndoOf(step: Step): string {
  if ('await' in step || !step.skipUndo) return '';
  return step.skipUndo === true ? 'yes' : 'once its service says that it can no longer be done';
}

function row(...cells: string[]): string {
  return `| ${cells.map((cell) => cell || '–').join(' | ')} |`;
}

function endsOf({ completed, compensated, needsAttention, attentionResolved }: (typeof orderToInvoice)['ends']): string {
  const waits = `A person is waited for from ${nameOf(needsAttention)} to ${nameOf(attentionResolved)}, or to its end.`;
  return `Ends with ${nameOf(completed)} or ${nameOf(compensated)}. ${waits}`;
}

function nameOf(record: { readonly fullName: string } | undefined): string {
  return record?.fullName.slice(record.fullName.lastIndexOf('.') + 1) ?? '';
}

function durationOf(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  if (minutes < 60) return `${minutes} min`;
  return minutes <= 24 * 60 ? `${minutes / 60} h` : `${minutes / 60 / 24} days`;
}
