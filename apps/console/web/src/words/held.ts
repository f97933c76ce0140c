import type { Act } from '../../../src/act-at-services/act';
import type { ActWords } from './dialog';
import { generalWords } from './general';
import { counted } from './language';

/** What a message tells, without where its record is at home. */
export const recordName = (type: string | null): string => type?.split('.').at(-1) ?? generalWords.notKnownYet;

export const heldWords = {
  title: 'Held messages',
  none: 'No service holds a message back.',
  meaning:
    'A service could not handle a message and has put it aside. Later messages of the same order wait behind it; nothing else does.',
  next:
    'Remove the cause. A dead message then needs a person: have it handled again, change it, or discard it with a reason. A waiting one is tried again by itself.',
  message: 'Message',
  messages: 'One by one',
  why: 'Why',
  since: 'Held',
  order: 'Order',
  states: { dead: 'Needs a person', waiting: 'Tried again by itself', handled: 'Handled', discarded: 'Discarded' },
  attempts: (count: number) => counted(count, 'attempt', 'attempts'),
  behind: 'Queues behind an earlier message of its order',
  place: (topic: string, partition: number, offset: string) => `${topic}, partition ${partition}, offset ${offset}`,
  about: (type: string | null, key: string | null) => [recordName(type), key].filter(Boolean).join(' · '),
  allOfThem: 'All held messages',
  missing: 'The service has no such message any more.',
  came: 'Came from',
  tries: 'Tried',
  firstCause: 'First cause',
  due: 'Next try',
  resolved: 'Done with',
  returns: (count: number) => `came back ${counted(count, 'time', 'times')} in a row`,
  content: 'What it holds',
  masked: 'Personal values are masked by the service, and stay as they are unless they are written anew.',
  original: 'As it came',
  now: 'As it is now',
  edited: 'As it is to be',
  unreadable: (bytes: number) => `This is no message that can be read (${counted(bytes, 'byte', 'bytes')}).`,
  notNow: 'What it holds cannot be decoded for now, as the schema registry does not answer: try again later.',
  wholeRecord: (record: string) => `Write the whole ${record}, as a JSON object.`,
  noJson: 'This is no JSON object yet.',
  changes: 'Changes',
  editedMeanwhile: 'Somebody else has changed the message meanwhile: take what it holds now, and decide again.',
  backToNow: 'Take what it holds now',
  acts: 'What persons did',
  actedBy: (by: string, at: string) => `by ${by}, ${at}`,
} as const;

export const heldActs = {
  redrive: {
    button: 'Handle again',
    title: 'Handle the message again',
    meaning: 'The service handles it as soon as it is the first of its order. If its cause stands, it is held again.',
    submit: 'Handle again',
    done: 'The message is handled again at its turn.',
  },
  discard_held: {
    button: 'Discard',
    title: 'Discard the message for good',
    meaning: 'It is never handled, and the later messages of its order go on without it. This cannot be undone.',
    submit: 'Discard',
    done: 'The message is discarded.',
  },
  edit_held: {
    button: 'Save and handle again',
    title: 'Change the message and handle it again',
    meaning: 'Only the fields that are named change. What it came with is kept, and shown beside it.',
    submit: 'Save and handle again',
    done: 'The message is changed, and handled again at its turn.',
  },
} satisfies Partial<Record<Act, ActWords>>;
