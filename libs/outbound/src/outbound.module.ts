import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import {
  AuditLog, COMMAND_WITHDRAWAL, type CommandWithdrawal, INTAKE_LIMIT, openPool, SingletonJobs, Transactions,
} from '@kervan/messaging';
import { type DatabaseConnection, HealthRegistry, Lifecycle } from '@kervan/service-host';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Pool } from 'pg';
import { CallRegister } from './admin/call-register.js';
import { CallsController } from './admin/calls.controller.js';
import { TargetRegister } from './admin/target-register.js';
import { TargetsController } from './admin/targets.controller.js';
import type { AnyCallType } from './call/call-type.js';
import { type Endpoint, endpointOf, isConfidential } from './call/endpoint.js';
import type { Target } from './call/target.js';
import { axiosClient } from './http/axios-client.js';
import { OutboundCalls } from './outbound-calls.js';
import { CallStore } from './store/call-store.js';
import { type Queryable, queryable } from './store/queryable.js';
import { retentionJob } from './store/retention-job.js';
import { CallBacklog } from './worker/call-backlog.js';
import { LeaseSweep } from './worker/lease-sweep.js';
import { observeCalls } from './worker/outbound-metrics.js';
import { OutboundWorker } from './worker/outbound-worker.js';
import { Settlement } from './worker/settlement.js';
import type { GateState } from './worker/target-gate.js';

/** What a service tells outbound about itself. */
export interface OutboundOptions {
  readonly service: string;
  readonly database: DatabaseConnection;
  /** Every call type of the service; the targets follow from them. */
  readonly calls: readonly AnyCallType[];
  /** Lets targets on other machines be called without TLS; for development only. Off by default. */
  readonly allowPlainHttp?: boolean;
  /** How often due calls are looked for when nothing wakes the worker; milliseconds. */
  readonly pollMs?: number;
  /** How often ended leases are looked for; milliseconds. */
  readonly sweepMs?: number;
  /** While more calls than this are open, the service takes no more messages; a million by default. */
  readonly mostOpenCalls?: number;
}

const POLL_MS = 100;
const SWEEP_MS = 1_000;
const POOL_SIZE = 3;

/**
 * Makes the outgoing calls of a service: {@link OutboundCalls} to enqueue them, a worker in the lifecycle's phase
 * `workers`, withdrawal for commands, and the administration API.
 *
 * Needs the `Transactions` of messaging and the tables of `outboundMigrations`.
 *
 * @throws when two call types share a name, two targets differ under one name, or a target is plain http unallowed.
 */
@Module({})
export class OutboundModule {
  static forRoot(options: OutboundOptions): DynamicModule {
    const types = byName(options.calls);
    const targets = targetsOf(options);
    const store = new CallStore();
    const pool = openPool({ database: options.database, name: `${options.service} outbound`, max: POOL_SIZE });
    const db = queryable(pool);
    const backlog = new CallBacklog(db, options.mostOpenCalls);
    return {
      module: OutboundModule,
      global: true,
      controllers: [CallsController, TargetsController],
      providers: [
        {
          provide: OutboundWorker,
          inject: [Transactions, SingletonJobs, Lifecycle, HealthRegistry],
          useFactory: (transactions: Transactions, jobs: SingletonJobs, lifecycle: Lifecycle, health: HealthRegistry) => {
            jobs.add(retentionJob());
            const worker = createWorker(options, { transactions, store, db, types, targets });
            lifecycle.onStart('workers', 'open calls', () => backlog.start());
            lifecycle.onStop('workers', 'open calls', () => backlog.stop());
            register(worker, pool, lifecycle, health);
            observeCalls(db, targets.map(({ name }) => name));
            return worker;
          },
        },
        {
          provide: OutboundCalls,
          inject: [OutboundWorker],
          useFactory: (worker: OutboundWorker) => new OutboundCalls(store, new Set(types.keys()), () => worker.wake()),
        },
        {
          provide: CallRegister,
          inject: [Transactions, AuditLog, OutboundWorker],
          useFactory: (transactions: Transactions, audit: AuditLog, worker: OutboundWorker) =>
            new CallRegister({ db, transactions, audit, types, wake: () => worker.wake() }),
        },
        {
          provide: TargetRegister,
          inject: [Transactions, AuditLog, OutboundWorker],
          useFactory: (transactions: Transactions, audit: AuditLog, worker: OutboundWorker) => {
            const gateOf = (target: Target): GateState | undefined => worker.gateOf(target);
            return new TargetRegister({ db, transactions, audit, targets, gateOf, wake: () => worker.wake() });
          },
        },
        { provide: COMMAND_WITHDRAWAL, useValue: withdrawalBy(store) },
        { provide: INTAKE_LIMIT, useValue: backlog },
      ],
      exports: [OutboundCalls, COMMAND_WITHDRAWAL, INTAKE_LIMIT],
    };
  }
}

function createWorker(
  { pollMs = POLL_MS, sweepMs = SWEEP_MS }: OutboundOptions,
  parts: {
    readonly transactions: Transactions;
    readonly store: CallStore;
    readonly db: Queryable;
    readonly types: ReadonlyMap<string, AnyCallType>;
    readonly targets: readonly Target[];
  },
): OutboundWorker {
  const { transactions, store, types, targets } = parts;
  return new OutboundWorker(targets, {
    ...parts,
    settlement: new Settlement(transactions, store, types),
    sweep: new LeaseSweep(transactions, store, types),
    clientFor: axiosClient,
    owner: `${hostname()}/${process.pid}/${randomUUID()}`,
    pollMs,
    sweepMs,
  });
}

function register(worker: OutboundWorker, pool: Pool, lifecycle: Lifecycle, health: HealthRegistry): void {
  lifecycle.onStart('workers', 'outbound', () => worker.start());
  lifecycle.onStop('workers', 'outbound', () => worker.stop());
  lifecycle.onStop('database', 'outbound pool', () => pool.end());
  health.live('outbound', () => worker.health());
}

/** Withdraws a command's calls: all of them, if none was started; else none. */
function withdrawalBy(store: CallStore): CommandWithdrawal {
  return {
    withdraw: async (db, commandId) => ((await store.withdraw(db, commandId)) ? 'withdrawn' : 'in-progress'),
  };
}

function byName(calls: readonly AnyCallType[]): ReadonlyMap<string, AnyCallType> {
  const types = new Map(calls.map((call) => [call.type, call]));
  if (types.size < calls.length) throw new Error('two call types have the same name');
  return types;
}

function targetsOf({ calls, allowPlainHttp = false }: OutboundOptions): readonly Target[] {
  const targets = [...new Set(calls.map(({ target }) => target))];
  if (new Set(targets.map(({ name }) => name)).size < targets.length) throw new Error('two targets have the same name');
  const exposed = targets.find((target) => !allowPlainHttp && !endpointsOf(target).every(isConfidential));
  if (exposed) throw new Error(`target ${exposed.name} must be reached by https: plain http is for development only`);
  return targets;
}

/** Wherever something of the target's goes: its calls, and our credentials for it. */
function endpointsOf({ endpoint, oauth }: Target): readonly Endpoint[] {
  return oauth ? [endpoint, endpointOf(oauth.tokenUrl)] : [endpoint];
}
