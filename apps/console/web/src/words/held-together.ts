import type { Act } from '../../../src/act-at-services/act';
import type { ActWords } from './dialog';
import { counted, locale } from './language';

export const causeWords = {
  title: 'By cause',
  cause: 'Cause',
  stage: (stage: string) => `while: ${stage}`,
  count: 'How many',
  dead: (count: number) => counted(count, 'needs a person', 'need a person'),
  first: (span: string) => `first ${span} ago`,
  about: (code: string, record: string, service: string) => `${code} · ${record} · ${service}`,
  only: 'Only',
  all: 'All causes',
} as const;

export const redriveWords = {
  title: 'Handled again together',
  what: 'What',
  by: (by: string, at: string) => `${by}, ${at}`,
  progress: 'Progress',
  of: (count: number, total: number) => `${count.toLocaleString(locale)} of ${total.toLocaleString(locale)}`,
  perSecond: (count: number) => `${count.toLocaleString(locale)} a second`,
  skipped: (count: number) => `${count.toLocaleString(locale)} left alone:`,
  state: 'State',
  states: { running: 'Under way', cancelled: 'Stopped', done: 'Done' },
  pace: 'Messages a second',
  paceHelp: 'At most. Slow enough for what is behind the service.',
  look: 'See what would be done',
  submit: (count: number) => `Handle ${count.toLocaleString(locale)} again`,
  would: (count: number) => `${counted(count, 'message', 'messages')} would be handled again.`,
  takes: (span: string) => `That takes ${span}.`,
  guarded: (count: number) =>
    `${counted(count, 'came', 'came')} back three times with the same cause and would be left alone.`,
  force: 'Handle these again, too',
  frozen: (at: string) => `As of ${at}: what needs a person only since then is not among them.`,
  nothing: 'Nothing would be handled again: none of them needs a person now.',
} as const;

export const redriveActs = {
  redrive_batch: {
    button: 'Handle all again',
    title: 'Handle all of them again',
    meaning: 'First look at what would be done, which changes nothing. Remove the cause before: what fails again is held again.',
    submit: 'See what would be done',
    done: 'They are handled again one after another; how far that has come is shown on this page.',
  },
  cancel_redrives: {
    button: 'Stop',
    title: 'Stop handling them again',
    meaning: 'No further message is handled again. What was handled stays so.',
    submit: 'Stop',
    done: 'No further message is handled again.',
  },
} satisfies Partial<Record<Act, ActWords>>;
