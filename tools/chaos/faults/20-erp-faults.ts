import type { OutsideFault } from '../sandbox-control.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';

const SECONDS_EACH = 8;
/** Of each turn and kind of document, so that a breaker does not hide the one behind the other. */
const REQUESTS_EACH = 4;
const POSTS = ['post-sales-order', 'post-invoice', 'post-payment'] as const;
const MOST_CALLS_PER_DOCUMENT = 1.2;
/** Longer than any caller waits. */
const GIVEN_UP_MS = 35_000;
/** Until a look-up shows a document: later than the first that asks for it, sooner than one whose empty answer rules it out. */
const HIDDEN_MS = 20_000;

type Way = Omit<OutsideFault, 'target' | 'operation'>;

/** What is done to a few of what is posted at a time, and what a few look-ups are told meanwhile. */
interface Turn {
  readonly posts: readonly Way[];
  readonly lookUps?: Way;
}

const cut: Way = { kind: 'cut-after' };
const hidden: Way = { kind: 'lookup-lag', ms: HIDDEN_MS };

/** One after the other. */
const TURNS: Readonly<Record<string, Turn>> = {
  'cut after the write': { posts: [cut] },
  '500 after the write': { posts: [{ kind: 'error-after', status: 500 }] },
  '500 before the write': { posts: [{ kind: 'error-before', status: 500 }] },
  '503 before the write': { posts: [{ kind: 'error-before', status: 503 }] },
  '503 with Retry-After before the write': { posts: [{ kind: 'error-before', status: 503, retryAfter: 2 }] },
  '429 with Retry-After': { posts: [{ kind: 'too-many', retryAfter: 2 }] },
  'answers late': { posts: [{ kind: 'delay', ms: 3_000 }] },
  'written once the caller has given up and sent it again': { posts: [{ kind: 'delay', ms: GIVEN_UP_MS, times: 1 }] },
  '409 after the write, and without one': { posts: [{ kind: 'conflict', written: true }, { kind: 'conflict' }] },
  '200 with an error in it after the write, and without one': {
    posts: [{ kind: 'error-in-success', written: true }, { kind: 'error-in-success' }],
  },
  'an HTML page after the write, and without one': { posts: [{ kind: 'html', written: true }, { kind: 'html' }] },
  'cut after the write, and look-ups show something else': { posts: [cut], lookUps: { kind: 'lookup-mixes-up' } },
  'cut after the write, and look-ups do not show what is there': { posts: [cut], lookUps: hidden },
};
/**
 * Rules before keys: what was taken, not answered and not shown has used up what they allow when it is sent again. It takes over
 * 90 s until look-ups tell, so it comes last, and all is through a minute after the load.
 */
const REFUSED = 'the same, and refused when it is sent again, before its key is looked at';
const refused: Turn = { posts: [{ kind: 'refuse', match: { stands: true }, times: REQUESTS_EACH }, { ...cut, times: REQUESTS_EACH }], lookUps: hidden };
/** A look-up comes a second after the cut, and what is sent again behind that: where a turn is shorter, it is left out. */
const FEWEST_MS = 4_000;
const names = [...Object.keys(TURNS), REFUSED];

/** The ERP writes and does not say so, says no and means later, or tells what is not so; the integrator does as much. */
export const erpFaults: Fault = {
  number: 20,
  name: 'erp-faults',
  how: `the ERP: ${names.join(', ')}; look-ups 2 s behind; the integrator alike; at most ${MOST_CALLS_PER_DOCUMENT} calls for each document`,
  seconds: names.length * SECONDS_EACH,
  limitSeconds: 30,
  mostCallsPerDocument: MOST_CALLS_PER_DOCUMENT,
  inject: async (world: World) => {
    await world.sandbox.suffer({ target: 'erp', kind: 'lookup-lag', operation: 'look-up', ms: 2_000 });
    for (const [what, turn] of Object.entries(TURNS)) await take(world, what, turn);
    if (world.milliseconds(SECONDS_EACH) >= FEWEST_MS) {
      await take(world, REFUSED, refused);
      await tellRefused(world);
    }
    await world.sandbox.recover();
  },
};

async function take(world: World, what: string, { posts, lookUps }: Turn): Promise<void> {
  world.tell(`the ERP and the integrator: ${what}, a few times for each kind of document`);
  const times = Math.ceil(REQUESTS_EACH / posts.length);
  for (const way of posts) await toPosts(world, { times, ...way });
  if (lookUps) await toLookUps(world, { ...lookUps, times: REQUESTS_EACH * POSTS.length });
  await world.pause(SECONDS_EACH);
}

async function toPosts({ sandbox }: World, way: Way): Promise<void> {
  await sandbox.suffer(
    ...POSTS.map((operation) => ({ ...way, target: 'erp' as const, operation })),
    { ...way, target: 'integrator', operation: 'transmit' },
  );
}

async function toLookUps({ sandbox }: World, way: Way): Promise<void> {
  await sandbox.suffer({ ...way, target: 'erp', operation: 'look-up' }, { ...way, target: 'integrator', operation: 'status' });
}

/** That none of a kind of document was met is a miss: the turn would show nothing of it. */
async function tellRefused(world: World): Promise<void> {
  const left = (await world.sandbox.suffered()).filter(({ kind }) => kind === 'refuse');
  const most = REQUESTS_EACH * (POSTS.length + 1);
  world.tell(`${most - left.reduce((sum, { times = 0 }) => sum + times, 0)} of ${most} were refused when they were sent again`);
  for (const { operation, times } of left) {
    if (times === REQUESTS_EACH) world.miss(`nothing was refused when it was sent again: ${operation}`);
  }
}
