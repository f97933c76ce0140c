import { join } from 'node:path';
import { preparePlatform, startPlatform, type Platform, type PlatformPlan } from '@kervan/tools/platform/platform';
import { portCount, portsOf } from '@kervan/tools/platform/ports';
import { secretsOf } from '@kervan/tools/platform/secrets';
import type { Installation } from '@kervan/tools/platform/services';
import { freePorts } from '@kervan/tools/stack/preflight';
import { openStack } from '@kervan/tools/stack/stack';
import { testFolder } from '@kervan/tools/test/test-stack';

/**
 * Starts every service and the sandbox as processes, on the stack of this test run.
 *
 * All end-to-end tests of a run share the state: databases, topics, ledgers. A test tells its orders from others' by
 * their numbers.
 */
export async function startTestPlatform(): Promise<Platform> {
  return startPlatform(await testPlan());
}

/** Prepares what {@link startTestPlatform} starts, for a test that starts the processes itself. */
export async function prepareTestPlatform(): Promise<Installation> {
  return preparePlatform(await testPlan());
}

async function testPlan(): Promise<PlatformPlan> {
  const folder = join(testFolder, 'platform');
  const ports = portsOf(await freePorts(portCount));
  const secrets = secretsOf(folder);
  const stack = await openStack({ folder, ports, postgresPassword: secrets.postgresPassword });
  if (stack.kind !== 'given') throw new Error('End-to-end tests run on the stack that the environment names: use npm test');
  return { folder, ports, secrets, stack };
}
