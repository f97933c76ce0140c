export { InvalidSettings, readTogether } from './config/invalid-settings.js';
export { jsonOfFile, parsedFile, type ParsedFile } from './config/parsed-file.js';
export { fixedSecret, optionalSecretOf, secretOf, type Secret, type SecretCheck } from './config/secret.js';
export {
  caOf,
  databaseConnection,
  kafkaConnection,
  registryConnection,
  type DatabaseConnection,
  type KafkaConnection,
  type Login,
  type RegistryConnection,
  type Tls,
} from './config/connections.js';
export { postgresOptions, tlsOptions, type PostgresOptions } from './config/postgres-options.js';
export {
  readSettings,
  serviceConfig,
  type Environment,
  type ServiceConfig,
} from './config/service-config.js';
export { SERVICE_CONFIG } from './config/service-config.token.js';
export { currentContext, runInContext, type RequestContext } from './context/request-context.js';
export { createDatabase, type RolePasswords } from './database/create-database.js';
export { isUnreachable, passesByItself, tellsOfConnection } from './database/passing-failures.js';
export { databaseRoles, databaseStatements, type DatabaseRoles } from './database/database-roles.js';
export { Answers } from './docs-page/answers.js';
export { openApiOf } from './docs-page/open-api.js';
export { openApiSchema } from './docs-page/open-api-schema.js';
export { HealthRegistry, type Health, type HealthCheck, type HealthReport } from './health/health-registry.js';
export type { AppModule } from './host/host.module.js';
export { runService, type RunOptions } from './host/run-service.js';
export { startService, type HostOptions, type RunningService } from './host/service-host.js';
export { TRANSPORT_STRATEGY } from './host/transport-strategy.token.js';
export { AddressRanges } from './http/address-ranges.js';
export { bearerToken, headerKeyFault, insufficientScope, invalidToken } from './http/bearer.js';
export { TakesBody, type BodyRules } from './http/body-intake.js';
export { isDatabaseUnavailable } from './http/database-unavailable.js';
export { CheckedQuery } from './http/checked-query.js';
export { Deprecated, type Deprecation } from './http/deprecated.js';
export { coded } from './http/findings.js';
export { checkedJson, JsonBody, type RefuseBody } from './http/json-body.js';
export { RequestLimits } from './http/request-limits.js';
export { mergePatch } from './http/merge-patch.js';
export { cursorAfter, pageAnswer, pageOf, paging, type Page } from './http/page.js';
export { parseStrictJson, type JsonLimits } from './http/strict-json.js';
export { Lifecycle, type LifecyclePhase } from './lifecycle/lifecycle.js';
export { createLogger, nestLogger } from './log/logger.js';
export { buildIndex } from './migrate/build-index.js';
export { migrate, migrationsApplied, type MigrationClass, type ReadRows } from './migrate/migrate.js';
export { actBy } from './operator/act-by.js';
export { Operator, OperatorGuard } from './operator/operator.guard.js';
export { operatorKeyToSend } from './operator/operator-keys.js';
export { problem } from './problem/platform.problems.js';
export { pointerTo, problemBody } from './problem/problem-body.js';
export {
  defineProblems,
  Problem,
  problemKinds,
  Recorded,
  type ProblemCatalogue,
  type ProblemFinding,
  type ProblemKind,
  type ProblemOptions,
} from './problem/problem.js';
export { inTurns, Turn, type Work } from './turn/turn.js';
export { describeRequest } from './telemetry/request-span.js';
