export { days, hours, minutes } from './definition/durations.js';
export { defineSaga } from './definition/define-saga.js';
export type {
  Awaiting,
  CommandIds,
  Doing,
  Finding,
  Notice,
  Refusable,
  Refusal,
  RefusalPolicy,
  SagaData,
  SagaDefinition,
  SagaEnds,
  SagaOrder,
  Skip,
  Start,
  Undoable,
} from './definition/saga-definition.js';
export { amend, type Amendment } from './core/amend.js';
export { isAsSeen } from './core/as-seen.js';
export { inputOf, type Input, type Seen } from './core/input.js';
export { OperatorAct, SagaDirection, SagaStatus, type DoneAct, type Instance } from './core/instance.js';
export { next, type Next } from './core/next.js';
export { possibleActs } from './core/possible-acts.js';
export { told, type Told } from './core/skip.js';
export { commandIdOf, type Effect, type HistoryEntry } from './core/turn.js';
export { diagramOf } from './diagram.js';
export { sagaMigrations } from './migrations/saga-migrations.js';
export { SagaModule, type SagaOptions } from './runtime/saga.module.js';
export {
  SagaReader,
  type SagaCount,
  type SagaFilter,
  type SagaHistoryEntry,
  type SagaPage,
  type SagaStand,
  type SagaSummary,
  type SelectedSaga,
} from './runtime/saga-reader.js';
