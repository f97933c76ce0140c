import type { DocumentState } from '../../src/follow-orders/document-state';
import type { Act } from '../../src/act-at-services/act';
import type { HappeningKind, TermKind } from '../../src/follow-orders/happening-kind';
import type { ServiceFailure } from '../../src/ask-services/service-views';

/** Every word that the pages show, in English: one file, however long, so that another language is another of the same shape. */

const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString(locale)} ${count === 1 ? one : many}`;

/** How numbers, times and lists are written. */
export const locale = 'en-GB';

export const product = 'Kervan';

export const states: Readonly<Record<DocumentState, string>> = {
  on_its_way: 'On its way',
  needs_attention: 'Waits for a person',
  awaiting_payment: 'Waits for money',
  completed: 'Completed',
  reversed: 'Taken back',
};

const channels: Readonly<Record<string, string>> = {
  till: 'Tills',
  web_shop: 'Web shops',
  marketplace: 'Marketplaces',
  edi: 'Trading partners',
  api: 'API',
};

export const channelNames = Object.keys(channels);

export const channelName = (channel: string | null): string =>
  channel === null ? 'Channel not known yet' : (channels[channel] ?? channel);

export const happenings: Readonly<Record<HappeningKind, string>> = {
  OrderPlaced: 'Order received',
  OrderTaken: 'Taken on: it will be seen through',
  OrderCancelled: 'Cancellation asked for',
  RetryStep: 'Step tried again by an operator',
  AmendOrder: 'Order corrected by an operator',
  SkipStep: 'Step counted as done by an operator',
  PauseOrder: 'Paused by an operator',
  ResumeOrder: 'Let go on by an operator',
  StepDeadlineReached: 'Checked whether a step is late',
  SalesOrderPosted: 'Sales order booked in the ERP',
  SalesOrderRejected: 'Sales order refused by the ERP',
  SalesOrderCancelled: 'Sales order cancelled in the ERP',
  InvoiceNumberAssigned: 'Invoice numbered',
  InvoiceCleared: 'Invoice accepted by the tax authority',
  InvoiceClearanceRefused: 'Invoice refused by the tax authority',
  InvoiceNumberVoided: 'Invoice voided; its number stays used',
  InvoicePosted: 'Invoice booked in the ERP',
  PaymentMatched: 'Payment found on a bank statement',
  PaymentPosted: 'Payment booked in the ERP',
  CommandDead: 'Booking given up: only a person can resolve it',
  CommandWithdrawn: 'Booking withdrawn before it was made',
  OrderNeedsAttention: 'Waits for a person',
  OrderCompleted: 'Completed: booked, invoiced where due, paid',
  OrderReversed: 'Taken back: nothing of it stands',
};

const steps: Readonly<Record<string, string>> = {
  'post-order': 'booking the sales order',
  'issue-invoice': 'issuing the invoice',
  'transmit': 'sending the invoice to the tax authority',
  'book-invoice': 'booking the invoice',
  'post-payment': 'booking the payment',
  'settle': 'waiting for the payment',
  'post-settlement': 'booking the settlement',
};

export const stepName = (step: string): string => steps[step] ?? step;

export const terms: Readonly<Record<TermKind, string>> = {
  order_number: 'order number',
  shop_order: 'number in the shop',
  buyer_order: 'the buyer’s order number',
  erp_number: 'ERP number',
  invoice_number: 'invoice number',
  order_id: 'order id',
  correlation_id: 'correlation id',
};

/** Why an order waits, and what its reader can do; a code of an outside system has its own detail and the general advice. */
const reasons: Readonly<Record<string, { readonly why: string; readonly next: string }>> = {
  'no-answer': {
    why: 'A step was asked for twice and nobody answered',
    next: 'See whether the service of that step runs, and its held messages. The late answer still moves the order on.',
  },
  'withdrawn': {
    why: 'A step was withdrawn before it was carried out',
    next: 'Try the step again, or have the source cancel the order.',
  },
  'cancelled-after-pivot': {
    why: 'Cancelled when it could no longer be undone',
    next: 'Issue a credit note. Trying again carries the order on regardless of the cancellation.',
  },
  'payment-overdue': {
    why: 'The payment has not come in time',
    next: 'Look for it among the undecided bank lines, or remind the buyer. A payment that is matched moves the order on.',
  },
  'late-success': {
    why: 'A step succeeded while the order was being taken back',
    next: 'Correct it by hand in the system of that step.',
  },
  'preflight': {
    why: 'The order cannot be invoiced as it is',
    next: 'Amend the fields that the detail names; the step is then tried again.',
  },
  '1150': {
    why: 'The tax authority refused the form of the invoice',
    next: 'Amend the order; the invoice goes out again under the same number.',
  },
  '1160': {
    why: 'The tax authority refused the form of the invoice',
    next: 'Amend the order; the invoice goes out again under the same number.',
  },
  'article-blocked': {
    why: 'The ERP does not take one of the articles',
    next: 'Release the article in the ERP, then try the step again.',
  },
};

export const reasonFor = ({ code, step }: { readonly code: string; readonly step: string }) =>
  reasons[code] ?? {
    why: `Refused while ${stepName(step)} (${code})`,
    next: 'Remove the cause that the detail names, then try the step again or amend the order.',
  };

const lineReasons: Readonly<Record<string, string>> = {
  'no-reference': 'No number is written on it',
  'unknown-reference': 'No open order has the number on it',
  'several-receivables': 'It names several open orders',
  'amount-differs': 'The amount differs from what is due',
  'wrong-currency': 'The currency differs from the order’s',
  'already-paid': 'The order is paid already',
  'receivable-closed': 'The order is closed',
  'zero-amount': 'Its amount is zero',
  'reversal': 'It takes a payment back',
  'same-end-to-end-id-twice': 'Another line has the same end-to-end id',
  'statement-blocked': 'Its statement does not add up',
};

const proposalReasons: Readonly<Record<string, string>> = {
  'named': 'is named on it',
  'same-amount': 'same amount',
  'near-reference': 'nearly the same number',
};

export const proposalReason = (why: string): string => proposalReasons[why] ?? why;

export const lineReason = (reason: string): string => lineReasons[reason] ?? reason;

export const serviceFailures: Readonly<Record<ServiceFailure, string>> = {
  'unreachable': 'cannot be reached',
  'too-slow': 'did not answer within 2 seconds',
  'refused': 'refused to answer',
  'unreadable': 'gave an answer that this page does not understand',
};

/** The same of the reading of a whole audit log, which is given longer. */
export const verificationFailures: typeof serviceFailures = {
  ...serviceFailures,
  'too-slow':
    'needs more than 30 seconds to read all of its log, which is not checked here: npm run ops -- audit verify waits longer',
};

/** What a message tells, without where its record is at home. */
export const recordName = (type: string | null): string => type?.split('.').at(-1) ?? words.notKnownYet;

/** What persons did, as the services' audit logs name it. */
export const auditActs: Readonly<Record<string, string>> = {
  'redrive': 'Handled again',
  'discard': 'Discarded',
  'release': 'Released',
  'match': 'Matched with an order',
  'leave': 'Left unmatched',
  'edit': 'Changed and handled again',
  'pause': 'Paused',
  'resume': 'Let go on',
  'retry': 'Step tried again',
  'skip': 'Step counted as done',
  'amend': 'Order corrected',
  'order-batch': 'Ordered for many',
  'cancel-batch': 'Stopped',
  'try-now': 'Tried without waiting',
  'withdraw': 'Withdrawn',
  'look-up': 'Asked about once more',
  'repeat': 'Sent again',
  'give-up': 'Given up',
  'done': 'Told to be done',
};

const auditSubjects: Readonly<Record<string, string>> = {
  'held-message': 'held message',
  'order': 'order',
  'target': 'outside system',
  'batch': 'set',
  'outgoing-call': 'call',
  'bank-line': 'line of a bank statement',
  'bank-statement': 'bank statement',
  'quarantined-delivery': 'order of a web shop in quarantine',
  'edi-message': 'EDI message in quarantine',
};

export const auditSubject = (kind: string): string => auditSubjects[kind] ?? kind;

interface ActWords {
  readonly button: string;
  readonly title: string;
  /** What it leads to, before it is done. */
  readonly meaning: string;
  readonly submit: string;
  readonly done: string;
}

export const acts: Readonly<Record<Act, ActWords>> = {
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
    meaning: 'Only the fields that you name change. What comes out must be an order that adds up.',
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
  release: {
    button: 'Release',
    title: 'Release it from quarantine',
    meaning: 'It is read again, with the profile as it is now. If it is still wrong it stays here.',
    submit: 'Release',
    done: 'It is released, and goes its way.',
  },
  discard_quarantined: {
    button: 'Discard',
    title: 'Discard it for good',
    meaning: 'It never becomes an order, and its content is forgotten. This cannot be undone.',
    submit: 'Discard',
    done: 'It is discarded.',
  },
  match_line: {
    button: 'Match',
    title: 'Match the bank line with this order',
    meaning: 'The payment is booked for the order. A line is decided once: this cannot be undone here.',
    submit: 'Match',
    done: 'The line is matched, and the payment is being booked.',
  },
  leave_line: {
    button: 'Leave',
    title: 'Leave the bank line',
    meaning: 'It pays no order here. A line is decided once: this cannot be undone here.',
    submit: 'Leave',
    done: 'The line is left.',
  },
  release_statement: {
    button: 'Release',
    title: 'Release the statement in spite of what was found',
    meaning: 'Its lines are matched with orders, and payments are booked. This cannot be undone.',
    submit: 'Release',
    done: 'The statement is released, and its lines are decided.',
  },
};

/** What a person here does about a refusal, where the service's own words are for programs. */
export const refusals: Readonly<Record<string, string>> = {
  'amount-differs': 'What is due has changed meanwhile: compare the amounts again.',
  'still-unusable': 'Mend the profile of the shop, then release it again; or discard it.',
  'message-still-unusable': 'Mend the profile of the partner, then release it again; or discard it.',
  'target-not-paused': 'It was let go on by someone else, or the pause is over: close this and look.',
  'call-not-undecided': 'It is on its way or over: close this and look.',
  'moved-on': 'Close this and read again how the order stands: something has come for it. Then decide anew.',
  'edited-meanwhile': 'Close this, look at what the message holds now, and decide again.',
  'edit-refused': 'Close this and correct the text: it must stay a message of the same record and key.',
  'batch-conflict': 'It was ordered already, before you changed what you ask for: close this and look at how far it has come.',
  'batch-ended': 'It was done, or stopped by someone else: close this and look.',
  'not-found': 'It may have been dealt with meanwhile: close this and look at the list.',
};

export const words = {
  act: {
    name: 'Your name',
    nameHelp: 'Kept with what you do; remembered in this tab.',
    reason: 'Reason',
    reasonHelp: 'For whoever looks at it later.',
    cancel: 'Cancel',
    busy: 'Sending …',
    unknown: 'The console did not answer: nobody knows whether it was done. Close this and look, before doing it again.',
    correlation: (id: string) => `For support: ${id}`,
    difference: (line: string, due: string) => `The order counts as paid by ${line}, although ${due} are due.`,
    pays: (line: string, order: string) => `${line} for ${order}`,
  },
  skipToContent: 'Skip to the content',
  navigation: 'Pages',
  pages: {
    start: 'Overview',
    documents: 'Orders',
    attention: 'Waiting',
    held: 'Held',
    quarantine: 'Quarantine',
    undecided: 'Bank lines',
    systems: 'Systems',
    audit: 'Audit log',
  },
  signOut: 'Sign out',
  titleOf: (page: string) => `${page} · ${product}`,
  notKnownYet: 'not known yet',
  noneNeeded: 'none',
  testMark: 'Test',
  testMeaning: 'Not real business: goes to test systems only',
  unknownService: 'unknown service',
  loading: 'Loading …',
  somethingFailed: 'This could not be loaded.',
  failedWith: (correlationId: string) => `If it stays, give support this id: ${correlationId}`,
  tryAgain: 'Try again',
  notRefreshed: (time: string) => `Not refreshed since ${time}; trying again.`,
  more: 'Show more',
  morePlaces: 'There are more than are shown here.',
  ago: (span: string) => `${span} ago`,
  forSpan: (span: string) => `for ${span}`,
  noSuchPage: {
    title: 'There is no page at this address',
    help: 'Check the address, or search for the number that you have.',
    back: 'Back to the overview',
  },
  login: {
    title: 'Sign in',
    lead: 'What happened to every receipt, order and invoice.',
    key: 'Operator key',
    help: 'Kept in this tab alone, and forgotten when it is closed.',
    submit: 'Sign in',
    checking: 'Checking …',
    wrong: 'This key is not valid. Check it and try again.',
    unreachable: 'The console does not answer. Try again in a moment.',
  },
  search: {
    label: 'Find a receipt, an order or an invoice',
    placeholder: 'Number or correlation id',
    submit: 'Find',
    hint: 'Receipt, order, invoice or ERP number, or a correlation id. The beginning is enough.',
    keys: 'Press / to search from anywhere.',
    title: (query: string) => `Found for “${query}”`,
    found: (count: number) => counted(count, 'order found', 'orders found'),
    none: 'Nothing has this number, or begins with it.',
    noneHelp: 'An order appears here within seconds of its receipt. Check the number, or leave out its end.',
    by: (kind: string, text: string) => `${kind} ${text}`,
  },
  counts: {
    title: 'Orders per channel',
    today: 'Today',
    all: 'All',
    ever: 'Since the beginning',
    span: 'Which orders are counted',
    channel: 'Channel',
    total: 'Total',
    every: 'All channels',
    empty: 'No orders yet today.',
    emptyAll: 'No orders yet.',
    emptyHelp: 'Have the sandbox play a morning in the stores: npm run morning',
    spoken: (total: number, waiting: number) =>
      `${counted(total, 'order', 'orders')} counted, ${counted(waiting, 'waits', 'wait')} for a person.`,
    cell: (count: string, channel: string, state: string) => `${count}, ${channel}, ${state}`,
  },
  attention: {
    title: 'Waits for a person',
    lead: 'Orders that go on only when somebody acts, those that have waited longest first.',
    none: 'Nothing waits for a person.',
    all: 'See all',
    order: 'Order',
    reason: 'Reason',
    since: 'Waiting',
    next: 'What to do',
    at: (step: string) => `while ${step}`,
    standing: (span: string, step: string) => `For ${span}, while ${step}.`,
  },
  latest: { title: 'Latest orders', all: 'All orders', none: 'No order has come in yet.' },
  documents: {
    title: 'Orders',
    lead: 'The one heard of last first.',
    number: 'Order',
    channel: 'Channel',
    amount: 'Amount',
    state: 'State',
    invoice: 'Invoice',
    placed: 'Placed',
    day: 'Business day',
    anyChannel: 'All channels',
    anyState: 'All states',
    none: 'No order is like this.',
    filter: 'Which orders',
  },
  document: {
    missing: 'No message has told of this order.',
    missingHelp: 'Check the address, or search for its number.',
    noNumber: 'Order without a number yet',
    facts: 'Facts',
    channel: 'Channel',
    company: 'Company',
    placed: 'Placed',
    changed: 'Last change',
    erpNumber: 'ERP number',
    invoiceNumber: 'Invoice number',
    correlationId: 'Correlation id',
    orderId: 'Order id',
    trace: 'Trace',
    openTrace: 'Open the trace',
    traceCommand: (number: string) => `npm run trace -- ${number}`,
    next: 'What to do',
    timeline: 'Timeline',
    timesIn: (zone: string) => `Times in ${zone}`,
    in: (service: string) => `in ${service}`,
    after: { 'cause': 'after what caused it', 'step-before': 'after the step before' },
    first: 'start',
    failed: 'Failed',
    same: 'A trace of its own',
    span: (span: string) => `${span} from first to last`,
    steps: (count: number) => counted(count, 'step', 'steps'),
    acts: 'Audit log',
    whoDidWhat: 'What persons did',
  },
  steering: {
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
  },
  services: {
    service: 'Service',
    failures: 'Some services could not be asked',
    failure: (service: string, failure: string) => `${service} ${failure}.`,
    notAll: 'not all answered',
    meaning: 'What this means',
    next: 'What to do',
  },
  held: {
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
  },
  causes: {
    title: 'By cause',
    cause: 'Cause',
    stage: (stage: string) => `while: ${stage}`,
    count: 'How many',
    dead: (count: number) => counted(count, 'needs a person', 'need a person'),
    first: (span: string) => `first ${span} ago`,
    about: (code: string, record: string, service: string) => `${code} · ${record} · ${service}`,
    only: 'Only',
    all: 'All causes',
  },
  redrives: {
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
  },
  systems: {
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
  },
  audit: {
    title: 'Audit log',
    lead: 'What persons did, at which service, and why; the latest first.',
    none: 'Nobody did anything like this.',
    filter: 'Which acts',
    act: 'Act',
    who: 'Who',
    why: 'Why',
    when: 'When',
    subject: 'Order, message or system',
    by: 'Person',
    from: 'From',
    to: 'To',
    anyService: 'All services',
    submit: 'Show',
    all: 'Show all',
    nothingSaid: 'no reason told',
    chains: 'Whether the logs are unbroken',
    chainsMeaning:
      'Each entry holds a hash of the one before. One that was altered, dropped, put in between or moved is found. To see that the end was cut off, keep the last number and hash elsewhere.',
    intact: 'Unbroken',
    broken: 'Broken',
    brokenAt: (seq: string) => `at ${seq}:`,
    entry: (seq: string) => `no. ${seq}`,
    entries: 'Entries',
    head: 'Last entry',
    state: 'Log',
    again: 'Check again',
    checked: (at: string) => `Checked ${at}.`,
  },
  quarantine: {
    title: 'Quarantine',
    none: 'Nothing is in quarantine.',
    meaning:
      'A sender’s message was genuine and is kept, but could not be understood or does not add up. The sender has been told that it arrived; it has become no order yet.',
    next:
      'Mend the profile or mapping that the reason names, or ask the sender for a correction. Then release it, or discard it with a reason.',
    what: 'What came',
    why: 'Reason',
    since: 'Kept',
  },
  undecided: {
    title: 'Undecided bank lines',
    none: 'Every bank line is decided.',
    meaning:
      'Money has moved at the bank, and it is not certain for which order: no number was found, the amount differs, or several orders fit.',
    next:
      'Compare it with the proposals. Then match it with an order, or leave it, with a reason.',
    line: 'Bank line',
    amount: 'Amount',
    why: 'Reason',
    proposals: 'Proposals',
    noProposal: 'none',
    value: 'Value date',
    due: (amount: string) => `due: ${amount}`,
    statements: 'Blocked statements',
    statementsMeaning:
      'A statement that does not add up books nothing. Ask the bank for a right one; release it only when it is right in spite of what was found.',
    statement: 'Statement',
    found: 'What was found',
    account: 'Account',
  },
} as const;
