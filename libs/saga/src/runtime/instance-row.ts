import type { Instance, SagaDirection, SagaStatus } from '../core/instance.js';

/** A row of `saga_instance`. */
export interface InstanceRow {
  readonly id: string;
  readonly definition: string;
  readonly version: number;
  readonly step: string;
  readonly status: SagaStatus;
  readonly direction: SagaDirection;
  readonly deadline_at: Date | null;
  readonly attention_code: string | null;
  readonly attention_detail: string | null;
  readonly attention_since: Date | null;
  readonly order_revision: number;
  readonly revision: number;
  readonly state: StoredState;
  readonly started_at: Date;
}

/** The columns of {@link InstanceRow}. */
export const instanceColumns = `id, definition, version, step, status, direction, deadline_at, attention_code,
  attention_detail, attention_since, order_revision, revision, state, started_at`;

type Stored = Instance<{ readonly orderNumber: string }, unknown>;

/** What of an instance is stored as JSON: all that no query asks for. */
export type StoredState = Pick<
  Stored,
  'acceptedAt' | 'act' | 'answer' | 'asked' | 'cancellation' | 'reversedFor' | 'steps' | 'opened' | 'kept' | 'early' | 'timerAt'
  | 'endedAt' | 'touched' | 'lastAct' | 'skipping' | 'retrying' | 'redoing' | 'pausedDeadline'
>;

/** The JSON part of an instance. */
export function stateOf(instance: Stored): StoredState {
  const { acceptedAt, act, answer, asked, cancellation, reversedFor, steps, opened, kept, early, timerAt, endedAt } = instance;
  const always = { acceptedAt, act, answer, asked, cancellation, reversedFor, steps, opened, kept, early, timerAt, endedAt };
  const { touched, lastAct, skipping, retrying, redoing, pausedDeadline } = instance;
  return touched ? { ...always, touched, ...(lastAct && { lastAct }), skipping, retrying, redoing, pausedDeadline } : always;
}

/** Thrown where a step asks for the body of an order that has not been read; one for all, since it is no mishap. */
export const orderUnread = new Error('the body of the order has not been read');

/** The instance of a row; asking for the body of its order throws {@link orderUnread}. */
export function instanceOf(row: InstanceRow): Stored {
  const { attention_code: code, attention_detail: detail, attention_since: since } = row;
  return {
    ...row.state,
    id: row.id,
    definition: row.definition,
    version: row.version,
    step: row.step,
    status: row.status,
    direction: row.direction,
    deadlineAt: row.deadline_at?.getTime() ?? null,
    attention: code !== null && since ? { code, detail: detail ?? '', since: since.toISOString() } : null,
    order: { revision: row.order_revision, value: unread },
    revision: row.revision,
    startedAt: row.started_at.getTime(),
  };
}

function unread(): never {
  throw orderUnread;
}
