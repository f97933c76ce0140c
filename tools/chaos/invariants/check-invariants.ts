import { join } from 'node:path';
import { judge } from '../../judge/judge.js';
import { invariants, type Invariant } from '../../judge/invariant.js';
import { readLedgers } from '../../judge/read-ledgers.js';
import { addressesIn } from '../../judge/service-addresses.js';
import type { Installation } from '../../platform/services.js';
import { definedSteps } from './definition.js';
import { readFacts, type Facts } from './facts.js';
import type { Found, NotChecked } from './found.js';
import { checkHeld } from './held.js';
import { checkOvertaking } from './overtaking.js';
import { checkPositions } from './positions.js';
import { checkPublished } from './published.js';
import { checkRepeatable } from './repeatable.js';
import { checkSagas } from './sagas.js';
import { checkSecrecy } from './secrecy.js';
import { checkTimers } from './timers.js';
import { checkSpans, checkTraceable } from './traceable.js';

/** What is to be checked. */
export interface Run {
  /** At rest: nothing is sent any more, and everything has been answered. */
  readonly installation: Installation;
  /** Whether a process has died on the way: it took spans along that it had not handed over yet. */
  readonly died?: boolean;
  /** Whether nothing may be held any more: who has held some on purpose has redriven or discarded it. */
  readonly held?: 'none';
}

/** What was found, and what could not be looked at. */
export interface Checked {
  readonly findings: readonly Found[];
  readonly checked: readonly Invariant[];
  readonly notChecked: readonly NotChecked[];
}

/**
 * Says which of the invariants I1 to I14 hold, by the ledgers of the outside world, the services' own word, and what
 * topics, databases, logs and spans say.
 *
 * Nobody but the sandbox may have sent anything to the installation, and no person acted: what is not the sandbox's is a
 * finding. What could not be looked at is told, never passed over in silence. It sends one sale, which is refused and leaves
 * nothing behind, and does not wait.
 *
 * @throws where the stack or a service does not answer.
 */
export async function checkInvariants({ installation, died = false, held }: Run): Promise<Checked> {
  const sandboxDir = join(installation.folder, 'sandbox');
  const [verdict, ledgers, facts] = await Promise.all([
    judge({ sandboxDir, services: addressesOf(installation), onlySandbox: true }),
    readLedgers(sandboxDir),
    readFacts(installation),
  ]);
  const secrecy = await checkSecrecy(installation, facts, ledgers);
  const findings = [
    ...verdict.findings.map(({ invariant, code, subject, detail }) => ({ invariant, code, detail: `${subject}: ${detail}` })),
    ...checkTraceable(facts, ledgers),
    ...(died ? [] : checkSpans(facts)),
    ...checkPublished(facts),
    ...checkPositions(facts),
    ...(held === 'none' ? checkHeld(facts) : []),
    ...checkOvertaking(facts),
    ...checkSagas(facts, definedSteps()),
    ...checkTimers(facts),
    ...checkRepeatable(facts),
    ...secrecy.findings,
  ];
  const notChecked = notCheckedOf(facts, died);
  for (const reason of secrecy.unseen) notChecked.push({ invariant: 'I12', reason, whole: false });
  const open = new Set(notChecked.filter(({ whole }) => whole).map(({ invariant }) => invariant));
  return {
    findings,
    checked: invariants.filter((invariant) => invariant !== 'oracle' && !open.has(invariant)),
    notChecked: notChecked.map(({ invariant, reason }) => ({ invariant, reason })),
  };
}

/** Where the services are asked that run; what the others would say is taken on trust. */
function addressesOf(installation: Installation): ReturnType<typeof addressesIn> {
  const { databaseUrls } = installation;
  const { ecommerceUrl, ediUrl, bankUrl, ...always } = addressesIn(installation);
  return {
    ...always,
    ...(databaseUrls.has('ecommerce-webhooks') && { ecommerceUrl }),
    ...(databaseUrls.has('edi-gateway') && { ediUrl }),
    ...(databaseUrls.has('bank-reconciler') && { bankUrl }),
  };
}

function notCheckedOf({ services, spans }: Facts, died: boolean): (NotChecked & { readonly whole: boolean })[] {
  const unrecorded = services.filter(({ committed }) => committed === undefined).map(({ service }) => service);
  const part = (invariant: Invariant, reason: string, whole = false) => ({ invariant, reason, whole });
  return [
    ...(died ? [part('I6', 'spans: a process has died, and has taken along what it had not handed over')] : []),
    ...(spans.length === 0 ? [part('I6', 'spans: none were recorded')] : []),
    ...(unrecorded.length > 0
      ? [part('I7', `what they published was not recorded (recordOutboxes): ${unrecorded.join(', ')}`, unrecorded.length === services.length)]
      : []),
    part('I13', 'there are no alert rules yet that could be held against the fault', true),
    part('I14', 'held messages are run again and topics replayed only where that is asked for (redriveAll, replayAll)', true),
  ];
}
