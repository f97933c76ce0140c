import type { Act } from '../../../src/act-at-services/act';
import { reasonFor } from './attention';
import type { ActWords } from './dialog';

export const steeringWords = {
  unknown: (failure: string) => `${failure} What can be done about the order is not known.`,
  now: (code: string | null, step: string) =>
    code === null ? 'Meanwhile it waits for nobody.' : `It waits for this now: ${reasonFor({ code, step }).why}.`,
  paused: (by: string, at: string, reason: string) => `Paused by ${by}, ${at}: ${reason}`,
  optional: (label: string) => `${label} (where it is known)`,
  erpNumber: { label: 'ERP number', help: 'Of the document that was made by hand.' },
  amendment: {
    label: 'What is to be changed',
    help: 'A JSON Merge Patch with these fields alone, such as {"source": "till 7"}. A list is given as a whole.',
  },
} as const;

export const orderActs = {
  pause_order: {
    button: 'Pause',
    title: 'Pause the order',
    meaning: 'Nothing more is sent for it until somebody lets it go on. What comes meanwhile, a cancellation too, is carried out then.',
    submit: 'Pause',
    done: 'The order is being paused.',
  },
  resume_order: {
    button: 'Let it go on',
    title: 'Let the order go on',
    meaning: 'It goes on from what has come meanwhile.',
    submit: 'Let it go on',
    done: 'The order goes on.',
  },
  skip_step: {
    button: 'Count the step as done',
    title: 'Count the step as done',
    meaning: 'You have done it in another way. If nobody knows whether it was done before, it is withdrawn first; should it have been done after all, that counts.',
    submit: 'Count as done',
    done: 'The step is being counted as done. The timeline shows what comes of it.',
  },
  amend_order: {
    button: 'Correct the order',
    title: 'Correct the order and try the step again',
    meaning: 'Only the fields that you name change. What comes out must be an order that adds up. Fields that the ERP holds already are refused.',
    submit: 'Correct',
    done: 'The order is being corrected, and its step tried again.',
  },
  retry_step: {
    button: 'Try the step again',
    title: 'Try the step again',
    meaning: 'The step at which the order waits is asked for once more. What was done before is not done twice.',
    submit: 'Try again',
    done: 'The step is being tried again. The timeline shows what comes of it.',
  },
} satisfies Partial<Record<Act, ActWords>>;
