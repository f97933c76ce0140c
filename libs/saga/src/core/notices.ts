import type { Notice } from '../definition/saga-definition.js';

/** Told when an order is cancelled that can no longer be undone: a credit note is due, and a person decides. */
export const CANCELLED_AFTER_PIVOT: Notice = {
  code: 'cancelled-after-pivot',
  detail: 'The order was cancelled when it could no longer be undone.',
};

/** Told when a step that cannot be undone has succeeded after all: nothing more is undone until a person decides. */
export const LATE_SUCCESS: Notice = {
  code: 'late-success',
  detail: 'A step that cannot be undone turned out to have succeeded while the order was being taken back.',
};

/** What stands for the cancellation of an order that was being taken back before its saga was set back to an older state. */
export const TAKEN_BACK_BEFORE = {
  reason: 'It had been taken back before an older state was restored.',
  requestedBy: 'restore',
} as const;

/** Told when a step's command will never be carried out. */
export const WITHDRAWN: Notice = {
  code: 'withdrawn',
  detail: 'The command was withdrawn before it was carried out.',
};
