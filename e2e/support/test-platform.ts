import { join } from 'node:path';
import type { PlatformPlan } from '@kervan/tools/platform/platform';
import { portCount, portsOf, type Ports } from '@kervan/tools/platform/ports';
import { secretsOf } from '@kervan/tools/platform/secrets';
import { freePorts } from '@kervan/tools/stack/preflight';
import { openStack } from '@kervan/tools/stack/stack';
import { testFolder } from '@kervan/tools/test/test-stack';
import { endWithThisProcess } from './end-with-this-process.js';

/**
 * What a platform is started with on the stack of this test run, on these ports or on free ones.
 *
 * All end-to-end tests of a run share the state: databases, topics, ledgers. A test tells its orders from others' by
 * their numbers.
 */
export async function testPlan(ports?: Ports): Promise<PlatformPlan> {
  const folder = join(testFolder, 'platform');
  const used = ports ?? portsOf(await freePorts(portCount));
  const secrets = secretsOf(folder);
  const stack = await openStack({ folder, ports: used, postgresPassword: secrets.postgresPassword });
  if (stack.kind !== 'given') throw new Error('End-to-end tests run on the stack that the environment names: use npm test');
  return { folder, ports: used, secrets, stack, onStart: endWithThisProcess };
}
