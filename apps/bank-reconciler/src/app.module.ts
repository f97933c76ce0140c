import { catalogue, type Catalogue } from '@kervan/contracts';
import { followingPacing, MessagingModule, observeWaitingRows, SingletonJobs, Transactions } from '@kervan/messaging';
import { HealthRegistry, migrationsApplied } from '@kervan/service-host';
import { type DynamicModule, Module } from '@nestjs/common';
import { bankReconcilerMigrations } from '../migrations/bank-reconciler-migrations.js';
import { BankAccountsFile } from './accounts/bank-accounts.file.js';
import { CloseGapController } from './close-gap/close-gap.controller.js';
import { CloseGap } from './close-gap/close-gap.js';
import type { BankReconcilerConfig } from './config.js';
import { DecideLineController } from './decide-line/decide-line.controller.js';
import { DecideLine } from './decide-line/decide-line.js';
import { LineMetrics } from './matching/line-metrics.js';
import { FollowReceivablesConsumer } from './receivables/follow-receivables.consumer.js';
import { ReleaseStatementController } from './release-statement/release-statement.controller.js';
import { ReleaseStatement } from './release-statement/release-statement.js';
import { RetentionJobs } from './retention/retention.jobs.js';
import { TakeStatementController } from './take-statement/take-statement.controller.js';
import { TakeStatement } from './take-statement/take-statement.js';
import { gapIsOpen } from './tell-statement/statement-gaps.js';
import { TellLineController } from './tell-statement/tell-line.controller.js';
import { TellStatementController } from './tell-statement/tell-statement.controller.js';

@Module({})
class BankReconcilerModule {
  constructor(transactions: Transactions, health: HealthRegistry) {
    const read = (sql: string): Promise<Record<string, unknown>[]> => transactions.run((db) => db.query(sql));
    health.ready('database', migrationsApplied(read, bankReconcilerMigrations));
    const lines = 'bank_line l JOIN bank_statement s ON s.id = l.statement_id';
    observeWaitingRows(read, 'bank-line', `${lines} WHERE l.state = 'undecided'`, 'received_at');
    observeWaitingRows(read, 'bank-statement', `bank_statement WHERE state = 'blocked'`, 'received_at');
    observeWaitingRows(read, 'statement-gap', `bank_statement WHERE ${gapIsOpen}`, 'gap_since');
  }
}

/** The composition of bank-reconciler. */
export function bankReconciler(config: BankReconcilerConfig, topics: Catalogue = catalogue): DynamicModule {
  return {
    module: BankReconcilerModule,
    imports: [MessagingModule.forRoot({ ...config, service: config.serviceName, catalogue: topics, pacing: followingPacing })],
    controllers: [
      TakeStatementController,
      TellStatementController,
      ReleaseStatementController,
      CloseGapController,
      TellLineController,
      DecideLineController,
      FollowReceivablesConsumer,
    ],
    providers: [
      TakeStatement,
      ReleaseStatement,
      CloseGap,
      DecideLine,
      LineMetrics,
      { provide: BankAccountsFile, useFactory: () => new BankAccountsFile(config.accounts) },
      {
        provide: RetentionJobs,
        useFactory: (jobs: SingletonJobs) => new RetentionJobs(jobs, config.payerDays),
        inject: [SingletonJobs],
      },
    ],
  };
}
