import { defineProblems } from '@kervan/service-host';

const refused = { status: 422, recorded: 'nothing', retryable: false } as const;

/** Problems of files, as the `.error.json` beside a rejected file tells them. */
export const ediProblems = defineProblems({
  'edi-syntax': {
    ...refused,
    title: 'The file is no EDIFACT interchange that can be read',
    whatToDo: 'Correct what stands at `segment` and `offset`, and send the interchange again.',
  },
  'edi-envelope': {
    ...refused,
    title: 'The envelope of the interchange is wrong',
    whatToDo: 'Correct the service segment, its counts and references, and send the interchange again.',
  },
  'edi-limit': {
    ...refused,
    status: 413,
    title: 'The interchange is larger than is taken',
    whatToDo: 'Send it in several interchanges.',
  },
  'edi-unknown-partner': {
    ...refused,
    title: 'Sender or recipient of the interchange is not as agreed',
    whatToDo: 'Send with the agreed identifications in UNB, into the inbox that belongs to them.',
  },
  'edi-unknown-message': {
    ...refused,
    title: 'A kind or version of message is not agreed',
    whatToDo: 'Send the agreed messages, or agree on this one first.',
  },
  'edi-duplicate': {
    ...refused,
    status: 409,
    recorded: 'earlier',
    title: 'The control reference of the interchange has been used',
    whatToDo: 'Nothing, if it is the same interchange; send another one under a new control reference.',
  },
  'edi-empty-file': {
    ...refused,
    title: 'The file is empty',
    whatToDo: 'Send it again, written under a temporary name and renamed once it is complete.',
  },
  'edi-file-too-large': {
    ...refused,
    status: 413,
    title: 'The file is larger than is taken',
    whatToDo: 'Send it in several interchanges; `limitBytes` tells the limit.',
  },
});

/** A problem of a file. */
export type EdiProblem = keyof typeof ediProblems.kinds;
