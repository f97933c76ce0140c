/** What a person is told about an act. */
export interface ActWords {
  readonly button: string;
  readonly title: string;
  /** What it leads to, before it is done. */
  readonly meaning: string;
  readonly submit: string;
  readonly done: string;
}

/** What every dialog says that asks for an act. */
export const dialogWords = {
  name: 'Your name',
  nameHelp: 'Kept with what you do; remembered in this tab.',
  reason: 'Reason',
  reasonHelp: 'For whoever looks at it later.',
  cancel: 'Cancel',
  busy: 'Sending …',
  unknown: 'The console did not answer: nobody knows whether it was done. Close this and look, before doing it again.',
  correlation: (id: string) => `For support: ${id}`,
} as const;

/** What a person here does about a refusal, where the service's own words are for programs. */
export const refusals: Readonly<Record<string, string>> = {
  'amount-differs': 'What is due has changed meanwhile: compare the amounts again.',
  'due-changed': 'The order was amended meanwhile: close this, compare the amounts again, and decide anew.',
  'gap-changed': 'Something has come meanwhile: close this, compare the balances again, and decide anew.',
  'gap-not-open': 'What was missing has come, or someone else has closed it: close this and look.',
  'still-unusable': 'Mend the profile of the shop, then release it again; or discard it.',
  'message-still-unusable': 'Mend the profile of the partner, then release it again; or discard it.',
  'target-already-paused': 'It is paused already, or the pause was changed: close this and look how it is paused now.',
  'target-not-paused': 'It was let go on by someone else, or the pause is over: close this and look.',
  'call-not-undecided': 'It is on its way or over: close this and look.',
  'moved-on': 'Close this and read again how the order stands: something has come for it. Then decide anew.',
  'edited-meanwhile': 'Close this, look at what the message holds now, and decide again.',
  'edit-refused': 'Close this and correct the text: it must stay a message of the same record and key.',
  'batch-conflict': 'It was ordered already, before you changed what you ask for: close this and look at how far it has come.',
  'batch-ended': 'It was done, or stopped by someone else: close this and look.',
  'not-found': 'It may have been dealt with meanwhile: close this and look at the list.',
};
