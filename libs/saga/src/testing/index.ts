export { caseTable, type CaseTable, type Journey, type StepHappenings } from './case-table.js';
export { everyHappening } from './every-happening.js';
export { given, Outcome, play, type CommandMaker } from './given.js';
export {
  ACCEPTED_AT,
  amended,
  commandDead,
  commandDeadFor,
  commandWithdrawn,
  deadlineReached,
  happening,
  operatorHappenings,
  ORDER_ID,
  paused,
  resumed,
  retried,
  retriedAsSeen,
  skipped,
  type Happening,
  type Naming,
} from './happening.js';
export { brokenLaws } from './saga-laws.js';
export { renderStates, stateTable, type StandingState } from './state-table.js';
