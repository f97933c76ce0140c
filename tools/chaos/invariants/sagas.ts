import type { DefinedStep } from './definition.js';
import type { Facts, HistoryRow, SagaRow } from './facts.js';
import type { Found } from './found.js';

const ENDS = new Set(['completed', 'compensated']);
/** What a person does to a saga; it may lead back to an earlier step. */
const ACTS = new Set(['RetryStep', 'AmendOrder', 'PauseOrder', 'ResumeOrder', 'SkipStep']);
/** A step that a person counts as done is withdrawn first: the answer to that leads on. */
const WITHDRAWN = 'CommandWithdrawn';
/** What leads from an end back into the saga: a cancellation, or a success that nobody had heard of. */
const REOPENING = new Set(['OrderCancelled', ...ACTS]);

/**
 * I9 and I10: per order one saga, whose history has no gap and goes only the ways that the definition has.
 *
 * Forward from step to step, over none that is due, each by the record that says that the step before succeeded;
 * backward only up, never forward again, and not after the pivot has succeeded. None is past its deadline; that each has a
 * timer is looked at apart.
 */
export function checkSagas({ services }: Facts, steps: readonly DefinedStep[]): Found[] {
  return services.flatMap(({ sagas = [], history = [] }) => {
    const lines = Map.groupBy(history, ({ id }) => id);
    const numbers = Map.groupBy(sagas, ({ orderNumber }) => orderNumber);
    return [
      ...[...numbers].flatMap(([number, own]) => (own.length > 1 ? [found('I10', 'saga-doubled', `${own.length} sagas of ${number}`)] : [])),
      ...sagas.flatMap((saga) => checkSaga(saga, lines.get(saga.id) ?? [], steps)),
    ];
  });
}

function checkSaga(saga: SagaRow, lines: readonly HistoryRow[], steps: readonly DefinedStep[]): Found[] {
  const about = (invariant: 'I9' | 'I10', code: string, detail: string): Found => found(invariant, code, `${saga.orderNumber}: ${detail}`);
  const last = lines.at(-1);
  const gap = lines.findIndex(({ revision }, index) => revision !== index + 1);
  const asTold = last?.step === saga.step && last.status === saga.status && last.direction === saga.direction;
  return [
    ...(gap >= 0 || saga.revision !== lines.length ? [about('I9', 'history-gap', `${lines.length} lines of ${saga.revision} inputs`)] : []),
    ...(asTold ? [] : [about('I9', 'history-differs', `stands at ${saga.step} ${saga.status}, its history ends at ${last?.step} ${last?.status}`)]),
    ...lines.flatMap((line, index) => checkMove(lines[index - 1], line, steps).map(([invariant, code, detail]) => about(invariant, code, detail))),
    ...checkPivot(lines, steps).map((detail) => about('I10', 'undone-after-pivot', detail)),
    ...(saga.overdue && !ENDS.has(saga.status) ? [about('I10', 'saga-overdue', `is past its deadline at ${saga.step}`)] : []),
  ];
}

type Told = readonly ['I9' | 'I10', string, string];

function checkMove(before: HistoryRow | undefined, line: HistoryRow, steps: readonly DefinedStep[]): Told[] {
  const input = line.input.split('.').at(-1) ?? '';
  const told = `${before?.step ?? 'its start'} → ${line.step} (${line.status} ${line.direction}) by ${input}`;
  if (!before) return line.direction === 'forward' ? [] : [['I10', 'transition-illegal', told]];
  const [from, to] = [before, line].map(({ step }) => steps.findIndex(({ name }) => name === step)) as [number, number];
  if (ENDS.has(before.status) && !ENDS.has(line.status) && !REOPENING.has(input) && line.effect !== 'late-success') {
    return [['I9', 'saga-backwards', `${before.status} → ${line.status} by ${input}`]];
  }
  if (before.direction === 'backward' && line.direction === 'forward') return [['I9', 'saga-backwards', told]];
  if (from === to || ACTS.has(input)) return [];
  if (to < 0) return [['I10', 'transition-illegal', told]];
  if (line.direction === 'backward') return to < from || line.effect === 'late-success' ? [] : [['I9', 'saga-backwards', told]];
  if (to < from) return [['I9', 'saga-backwards', told]];
  const overDue = steps.slice(from + 1, to).some(({ optional }) => !optional);
  const unproven = from >= 0 && ![steps[from]?.succeedsWith, WITHDRAWN].includes(input);
  return overDue || unproven ? [['I10', 'transition-illegal', told]] : [];
}

/** Once the pivot has succeeded on the way forward, nothing is undone. */
function checkPivot(lines: readonly HistoryRow[], steps: readonly DefinedStep[]): string[] {
  const pivot = steps.find((step) => step.pivot);
  const passed = lines.findIndex(({ input, direction, effect }) => {
    return input.endsWith(`.${pivot?.succeedsWith}`) && direction === 'forward' && effect !== 'stale' && effect !== 'ignored';
  });
  if (passed < 0) return [];
  return lines.slice(passed).some(({ direction }) => direction === 'backward') ? [`taken back after ${pivot?.succeedsWith}`] : [];
}

function found(invariant: 'I9' | 'I10', code: string, detail: string): Found {
  return { invariant, code, detail };
}
