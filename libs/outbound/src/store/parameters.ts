import { assertMayBecome, CallState } from '../call/call-state.js';
import type { NewCall, Result } from './outbound-call.js';

/** Parameters of a statement of many rows: a column each, since Postgres reads arrays faster than an array of JSON. */
type Columns = readonly unknown[];

/** Between JSON texts: as a control character it is escaped within them. */
const SEPARATOR = '\u001f';

/** JSON texts as one, which neither side has to escape; nothing for null. */
function jsonTexts<T>(rows: readonly T[], value: (row: T) => unknown): string {
  return rows.map((row) => textOf(value(row))).join(SEPARATOR);
}

function textOf(value: unknown): string {
  return value === null ? '' : JSON.stringify(value);
}

/** New calls. */
export function newCallColumns(calls: readonly NewCall[]): Columns {
  return [
    calls.map(({ target }) => target),
    calls.map(({ type }) => type),
    calls.map(({ orderKey }) => orderKey),
    calls.map(({ repeatKey }) => repeatKey),
    calls.map(({ commandId }) => commandId),
    calls.map(({ cause }) => cause.id),
    calls.map(({ cause }) => cause.correlationId),
    calls.map(({ cause }) => cause.acceptedAt),
    calls.map(({ cause }) => cause.traceparent ?? null),
    calls.map(({ cause }) => cause.baggage ?? null),
    jsonTexts(calls, ({ data }) => data),
  ];
}

/** What was tried. */
export function triedColumns(results: readonly Result[]): Columns {
  return [
    results.map(({ call }) => call.id),
    results.map(({ call }) => call.leaseVersion),
    results.map(({ attempt }) => attempt.act),
    results.map(({ attempt }) => attempt.startedAt),
    results.map(({ attempt }) => attempt.finishedAt),
    results.map(({ attempt }) => attempt.result),
    results.map(({ attempt }) => attempt.reason?.replaceAll('\0', '') ?? null), // no text of Postgres has it
    jsonTexts(results, ({ attempt }) => attempt.request),
    jsonTexts(results, ({ attempt }) => attempt.response),
  ];
}

/** Results that end their calls. */
export function endColumns(results: readonly Result[]): Columns {
  return [...steppedColumns(results), jsonTexts(results, ({ step }) => step.outcome)];
}

/** Results after which their calls go on. */
export function goOnColumns(results: readonly Result[]): Columns {
  return [
    ...steppedColumns(results),
    results.map(({ step }) => step.act),
    results.map(({ step }) => step.dueInMs),
    results.map(({ step }) => step.lastSentAt),
    results.map(({ step }) => step.uncertainSince),
    results.map(({ step }) => step.emptyLookUps),
    jsonTexts(results, ({ step }) => step.refusal),
  ];
}

/** @throws when a step is none that a call in the hands of a worker may take. */
function steppedColumns(results: readonly Result[]): Columns {
  for (const { step } of results) assertMayBecome(CallState.processing, step.state);
  return [
    ...triedColumns(results),
    results.map(({ step }) => step.attempts),
    results.map(({ step }) => step.state),
  ];
}
