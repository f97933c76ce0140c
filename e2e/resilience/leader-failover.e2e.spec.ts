import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase, type FreshDatabase } from '@kervan/testing';
import { runFailover } from '@kervan/tools/failover/failover-run';
import { faultsOf, renderOutcome } from '@kervan/tools/failover/outcome';
import { KafkaCluster } from '@kervan/tools/stack/kafka-cluster';
import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endWithThisProcess } from '../support/end-with-this-process.js';
import { endSharedPlatform } from '../support/platforms.js';

/** With all three brokers killed, one after another: `npm run failover:test`. */
const VICTIMS = [1];

describe('the leader of partitions hangs, others take over, and it is killed', () => {
  let folder: string;
  let cluster: KafkaCluster;
  let database: FreshDatabase;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    folder = mkdtempSync(join(tmpdir(), 'leader-failover-'));
    await endSharedPlatform();
    [cluster, database] = await Promise.all([KafkaCluster.start({ folder, onStart: endWithThisProcess }), freshDatabase()]);
  });

  afterAll(async () => {
    await cluster?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('with our patches kafkajs keeps what was acknowledged, once and in order; without, it loses some', { timeout: 600_000 }, async () => {
    const outcome = await runFailover({ cluster, database, tell: () => undefined, victims: VICTIMS });
    expect(faultsOf(outcome), renderOutcome(outcome)).toEqual([]);
  });
});
