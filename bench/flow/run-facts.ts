import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { checkout } from '@kervan/tools/stack/checkout';
import type { DatabaseSettings } from './database.js';
import type { RunPlan } from './plan.js';
import type { RunFacts } from './report.js';

/** What a run is made with, as far as the machine and the checkout tell. */
export function runFacts(plan: RunPlan, database: DatabaseSettings): RunFacts {
  const [first] = cpus();
  const { dependencies } = JSON.parse(readFileSync(`${checkout}/package.json`, 'utf8')) as { dependencies: Record<string, string> };
  return {
    startedAt: new Date(),
    commit: commit(),
    machine: `${cpus().length} × ${first?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 1024 ** 3)} GiB`,
    versions:
      `Node ${process.versions.node}, Kafka 4.3.1, Postgres ${database.version}, ` +
      `kafkajs ${dependencies.kafkajs}, pg ${dependencies.pg}`,
    settings:
      `fsync ${database.fsync}, synchronous_commit ${database.synchronousCommit}, acks -1, one broker, ` +
      `every trace recorded to a file, one process a service, ${plan.everyService ? 'all of them' : 'those on the way alone'}; ${plan.inFlight} orders in flight, ` +
      `${plan.rounds} rounds of ${plan.roundSeconds} s after ${plan.warmUpSeconds} s of warming up, ` +
      `then ${plan.paceSeconds} s at ${plan.perSecond} sales a second`,
  };
}

function commit(): string {
  const git = (...args: string[]): string => spawnSync('git', args, { cwd: checkout, encoding: 'utf8' }).stdout?.trim() ?? '';
  const hash = git('rev-parse', '--short', 'HEAD') || 'unknown';
  return git('status', '--porcelain', '--untracked-files=no') === '' ? hash : `${hash} with changes`;
}
