import {
  isAwaiting,
  type SagaData,
  type SagaDefinition,
  type SagaOrder,
  type Step,
} from './definition/saga-definition.js';

/** The saga as a Mermaid `stateDiagram-v2`: down the happy path, back up the undo path. */
export function diagramOf<Data extends SagaData, Order extends SagaOrder>(saga: SagaDefinition<Data, Order>): string {
  const { steps, ends } = saga;
  const idOf = (name: string): string => name.replaceAll('-', '_');
  const undoOf = (name: string): string => `undo_${idOf(name)}`;
  const undoable = steps.filter((step) => step.kind === 'compensatable');
  const last = undoable.at(-1);
  const declared = steps.map((step) => `state "${labelOf(step)}" as ${idOf(step.name)}`);
  const undos = undoable.map((step) => `state "undo ${step.name}" as ${undoOf(step.name)}`);
  const way = steps.flatMap((step, index) => {
    const following = steps[index + 1];
    const to = following ? idOf(following.name) : 'completed';
    const skip = step.when ? [`${idOf(step.name)} --> ${to}: not due`] : [];
    return [`${idOf(step.name)} --> ${to}: ${short(isAwaiting(step) ? step.await : step.ok)}`, ...skip];
  });
  const refusals = steps.flatMap((step, index) => {
    if (isAwaiting(step) || !step.refused) return [];
    const before = undoable.findLast((candidate) => steps.indexOf(candidate) < index);
    const back = before ? undoOf(before.name) : 'compensated';
    return [
      `${idOf(step.name)} --> ${back}: ${short(step.refused)}, where the channel compensates`,
      `${idOf(step.name)} --> needs_attention: ${short(step.refused)}, otherwise`,
    ];
  });
  const wayBack = undoable.map((step, index) => {
    const before = undoable[index - 1];
    const reply = isAwaiting(step) || !step.undone ? '' : `: ${short(step.undone)}`;
    return `${undoOf(step.name)} --> ${before ? undoOf(before.name) : 'compensated'}${reply}`;
  });
  const first = steps[0];
  return [
    'stateDiagram-v2',
    ...[
      ...declared,
      ...undos,
      `[*] --> ${first ? idOf(first.name) : 'completed'}: ${short(saga.startsOn)}`,
      ...way,
      ...refusals,
      ...(last ? [`needs_attention --> ${undoOf(last.name)}: ${short(saga.cancelledBy)} before the pivot`] : []),
      ...wayBack,
      `completed --> [*]: ${short(ends.completed)}`,
      `compensated --> [*]: ${short(ends.compensated)}`,
      `note right of needs_attention: ${short(ends.needsAttention)}. Also where an answer is dead or missing.`,
    ].map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function labelOf<Data, Order>(step: Step<Data, Order>): string {
  return step.kind === 'pivot' ? `${step.name} (pivot)` : step.name;
}

function short(record: { readonly fullName: string }): string {
  return record.fullName.slice(record.fullName.lastIndexOf('.') + 1);
}
