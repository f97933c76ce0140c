import type { OutsideFault } from '../sandbox-control.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';

const SECONDS_EACH = 10;

/** What the ERP may do to a call, one after the other; each meets about a third of what is posted. */
const WAYS: Readonly<Record<string, Omit<OutsideFault, 'target'>>> = {
  'cut after the write': { kind: 'cut-after' },
  '500 after the write': { kind: 'error-after', status: 500 },
  '500 before the write': { kind: 'error-before', status: 500 },
  '503 before the write': { kind: 'error-before', status: 503 },
  '429 with Retry-After': { kind: 'too-many', retryAfter: 2 },
  'answers late': { kind: 'delay', ms: 3_000 },
};
const POSTS = ['post-sales-order', 'post-invoice', 'post-payment'] as const;
/** Of each way and operation, so that a breaker does not hide the one behind the other. */
const REQUESTS_EACH = 4;
const MOST_CALLS_PER_DOCUMENT = 1.2;

/** The ERP writes and does not say so, or says no and means later. */
export const erpFaults: Fault = {
  number: 20,
  name: 'erp-faults',
  how: `the ERP: ${Object.keys(WAYS).join(', ')}; look-ups 2 s behind; at most ${MOST_CALLS_PER_DOCUMENT} calls for each document`,
  seconds: Object.keys(WAYS).length * SECONDS_EACH,
  limitSeconds: 30,
  mostCallsPerDocument: MOST_CALLS_PER_DOCUMENT,
  inject: async (world: World) => {
    await world.sandbox.suffer({ target: 'erp', kind: 'lookup-lag', operation: 'look-up', ms: 2_000 });
    for (const [what, way] of Object.entries(WAYS)) {
      world.tell(`the ERP: ${what}, ${REQUESTS_EACH} times for each kind of document`);
      await world.sandbox.suffer(...POSTS.map((operation) => ({ target: 'erp' as const, operation, times: REQUESTS_EACH, ...way })));
      await world.pause(SECONDS_EACH);
    }
    await world.sandbox.recover();
  },
};
