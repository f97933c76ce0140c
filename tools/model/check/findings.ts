import type { Catalogue } from '@kervan/contracts';
import type { ModelLog } from '../kafka/model-log.js';
import type { ModelErp } from '../outside/model-erp.js';
import type { ModelIntegrator } from '../outside/model-integrator.js';
import type { ModelDatabase } from '../postgres/model-database.js';
import type { PlannedOrder } from '../run/plan.js';
import type { LostTime } from '../run/set-back.js';
import { booksFindings } from './books.js';
import { mechanismFindings } from './mechanism.js';
import { paymentFindings, untoldFindings } from './payments.js';
import { sagaFindings } from './sagas.js';
import { tellingFindings } from './telling.js';

/** Something that must never be, with the invariant that it breaks. */
export interface Finding {
  readonly invariant: 'I1' | 'I2' | 'I3' | 'I7' | 'I8' | 'I9' | 'I10' | 'I11';
  readonly code: string;
  readonly detail: string;
}

/** The ledgers of a run that has come to rest. */
export interface Ledgers {
  readonly database: ModelDatabase;
  readonly catalogue: Catalogue;
  readonly orders: readonly PlannedOrder[];
  readonly erp: ModelErp;
  readonly integrator: ModelIntegrator;
  readonly log: ModelLog;
  /** Whether it never came to rest. */
  readonly isLate: boolean;
  /** The time that order-orchestrator was set back over; absent where it was not. */
  readonly lost: LostTime | undefined;
  /** Whether persons have acted on orders. */
  readonly acted: boolean;
}

/** Everything that is wrong; nothing, as it must be. */
export function findingsOf(ledgers: Ledgers): readonly Finding[] {
  const late: Finding[] = ledgers.isLate ? [{ invariant: 'I1', code: 'never-at-rest', detail: 'the run does not end' }] : [];
  const ofPayments = [...paymentFindings(ledgers), ...untoldFindings(ledgers), ...tellingFindings(ledgers)];
  return [...late, ...booksFindings(ledgers), ...ofPayments, ...sagaFindings(ledgers), ...mechanismFindings(ledgers)];
}
