/** What a person can have the services do. */
export const Act = {
  pause_order: 'pause_order',
  resume_order: 'resume_order',
  retry_step: 'retry_step',
  skip_step: 'skip_step',
  amend_order: 'amend_order',
  redrive: 'redrive',
  discard_held: 'discard_held',
  edit_held: 'edit_held',
  redrive_batch: 'redrive_batch',
  cancel_redrives: 'cancel_redrives',
  pause_target: 'pause_target',
  resume_target: 'resume_target',
  try_call_now: 'try_call_now',
  withdraw_call: 'withdraw_call',
  release: 'release',
  discard_quarantined: 'discard_quarantined',
  match_line: 'match_line',
  leave_line: 'leave_line',
  release_statement: 'release_statement',
  close_gap: 'close_gap',
} as const;

export type Act = (typeof Act)[keyof typeof Act];
