import type { Act } from '../../../src/act-at-services/act';
import type { ActWords } from './dialog';
import { counted, locale } from './language';

export const systemsWords = {
  title: 'Outside systems',
  none: 'No service calls an outside system.',
  lead: 'Systems that are called, and the calls that wait for them. While one is away, calls wait and go out by themselves when it is back.',
  system: 'System',
  state: 'Calls',
  paused: 'Paused by a person',
  gates: {
    open: 'Go out',
    probing: 'A few go out, to see whether it is well',
    failing: 'Kept back: it has failed too often',
    resting: 'Kept back: it asked for a rest',
    maintenance: 'Kept back: maintenance',
  } as Readonly<Record<string, string>>,
  notKnown: 'Not known',
  changePause: 'Change the pause',
  pausedBy: (by: string, since: string) => `${by}, since ${since}`,
  pausedUntil: (until: string) => `until ${until}`,
  limits: (slots: number, rate: number | null) =>
    [`${counted(slots, 'call', 'calls')} at a time`, rate === null ? '' : `${rate} a second`].filter(Boolean).join(', '),
  waiting: 'Waiting',
  count: (count: number, atLeast: boolean) => `${count.toLocaleString(locale)}${atLeast ? '+' : ''}`,
  states: { pending: 'not done yet', unknown: 'may have been done', processing: 'on the way' } as Readonly<Record<string, string>>,
  forAPerson: (count: number) => counted(count, 'needs a person', 'need a person'),
  oldest: (span: string) => `the oldest for ${span}`,
  nothing: 'nothing',
  show: 'Show the calls',
  calls: (target: string) => `Calls that wait for ${target}`,
  noCalls: 'No call waits.',
  call: 'Call',
  standing: 'State',
  callStates: { pending: 'Not done yet', unknown: 'May have been done' },
  due: 'Goes on',
  dueAt: (at: string) => `by itself, ${at}`,
  byAPerson: 'only by a person’s decision',
  decide: 'See in the system whether it is there, and decide about it:',
  made: 'Made',
  all: 'All systems',
  until: { label: 'Until', help: 'In your time. Without it, until somebody lets calls go out again.' },
} as const;

export const systemActs = {
  pause_target: {
    button: 'Pause',
    title: 'Pause calls to this system',
    meaning: 'No call goes out, from any process, until it is let go on. Calls wait and lose nothing by it; what is under way is not cut off.',
    submit: 'Pause',
    done: 'No call goes out until the pause ends.',
  },
  resume_target: {
    button: 'Let calls go out',
    title: 'Let calls go out again',
    meaning: 'What has waited goes out by itself, at the pace of the system.',
    submit: 'Let go out',
    done: 'Calls go out again.',
  },
  try_call_now: {
    button: 'Try now',
    title: 'Try the call now',
    meaning: 'It does not wait for its time. One that may have been done is asked about first.',
    submit: 'Try now',
    done: 'The call is tried at its turn.',
  },
  withdraw_call: {
    button: 'Withdraw',
    title: 'Withdraw the call',
    meaning: 'It was certainly not done, and is not done any more; whoever asked for it is told. This cannot be undone.',
    submit: 'Withdraw',
    done: 'The call is withdrawn.',
  },
} satisfies Partial<Record<Act, ActWords>>;
