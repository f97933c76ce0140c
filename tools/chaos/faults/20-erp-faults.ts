import type { OutsideFault } from '../sandbox-control.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';

const SECONDS_EACH = 10;

type Way = Omit<OutsideFault, 'target'>;

/** What the ERP may do to a call, one after the other; each meets about a third of what is posted. */
const WAYS: Readonly<Record<string, readonly Way[]>> = {
  'cut after the write': [{ kind: 'cut-after' }],
  '500 after the write': [{ kind: 'error-after', status: 500 }],
  '500 before the write': [{ kind: 'error-before', status: 500 }],
  '503 before the write': [{ kind: 'error-before', status: 503 }],
  '429 with Retry-After': [{ kind: 'too-many', retryAfter: 2 }],
  'answers late': [{ kind: 'delay', ms: 3_000 }],
  '409 after the write, and without one': [{ kind: 'conflict', written: true }, { kind: 'conflict' }],
  '200 with an error in it after the write, and without one': [{ kind: 'error-in-success', written: true }, { kind: 'error-in-success' }],
  'an HTML page after the write, and without one': [{ kind: 'html', written: true }, { kind: 'html' }],
};
/** What the ERP's look-ups may say of what was written and not answered. */
const LIES: Readonly<Record<string, Way>> = {
  'look-ups do not show what is there': { kind: 'lookup-hides' },
  'look-ups show something else': { kind: 'lookup-mixes-up' },
};
const POSTS = ['post-sales-order', 'post-invoice', 'post-payment'] as const;
/** Of each way and operation, so that a breaker does not hide the one behind the other. */
const REQUESTS_EACH = 4;
const MOST_CALLS_PER_DOCUMENT = 1.2;
const seconds = (Object.keys(WAYS).length + Object.keys(LIES).length) * SECONDS_EACH;

/** The ERP writes and does not say so, says no and means later, or tells what is not so; the integrator does as much. */
export const erpFaults: Fault = {
  number: 20,
  name: 'erp-faults',
  how: `the ERP: ${[...Object.keys(WAYS), ...Object.keys(LIES)].join(', ')}; look-ups 2 s behind; the integrator alike; at most ${MOST_CALLS_PER_DOCUMENT} calls for each document`,
  seconds,
  limitSeconds: 30,
  mostCallsPerDocument: MOST_CALLS_PER_DOCUMENT,
  inject: async (world: World) => {
    await world.sandbox.suffer({ target: 'erp', kind: 'lookup-lag', operation: 'look-up', ms: 2_000 });
    for (const [what, ways] of Object.entries(WAYS)) {
      world.tell(`the ERP and the integrator: ${what}, ${REQUESTS_EACH} times for each kind of document`);
      const times = Math.ceil(REQUESTS_EACH / ways.length);
      await suffer(world, ways.map((way) => ({ ...way, times })));
      await world.pause(SECONDS_EACH);
    }
    for (const [what, lie] of Object.entries(LIES)) {
      world.tell(`the ERP and the integrator: cut after the write, and ${what}`);
      const times = REQUESTS_EACH * POSTS.length;
      await suffer(world, [{ kind: 'cut-after', times: REQUESTS_EACH }]);
      await world.sandbox.suffer(
        { ...lie, target: 'erp', operation: 'look-up', times },
        { ...lie, target: 'integrator', operation: 'status', times: REQUESTS_EACH },
      );
      await world.pause(SECONDS_EACH);
    }
    await world.sandbox.recover();
  },
};

async function suffer({ sandbox }: World, ways: readonly Way[]): Promise<void> {
  for (const way of ways) {
    await sandbox.suffer(
      ...POSTS.map((operation) => ({ ...way, target: 'erp' as const, operation })),
      { ...way, target: 'integrator', operation: 'transmit' },
    );
  }
}
