export {
  type Answer,
  done,
  type Done,
  found,
  type Found,
  GIVEN_UP,
  type LookUpAnswer,
  maybeFound,
  notFound,
  type NotFound,
  type Outcome,
  refused,
  type Refused,
  transient,
  type Transient,
  unknown,
  type Unknown,
} from './call/answer.js';
export { type ClientCredentials, type OAuthClient, oauthClientOf } from './call/client-credentials.js';
export { CallState } from './call/call-state.js';
export { type CallType, defineCall, type HttpAnswer, type HttpRequest, type LookUp } from './call/call-type.js';
export { type BreakerPolicy, defineTarget, Repeat, standardBreaker, type Target, type TargetSettings } from './call/target.js';
export { outboundProblem } from './admin/outbound.problems.js';
export { FEWEST_OPEN_CALLS, MOST_OPEN_CALLS } from './worker/call-backlog.js';
export { type Enqueued, OutboundCalls } from './outbound-calls.js';
export { OutboundModule, type OutboundOptions } from './outbound.module.js';
export type { MaintenanceWindow } from './policy/maintenance.js';
export { markRestored, ServiceRuns } from './store/mark-restored.js';
export { outboundMigrations } from './store/migrations.js';
