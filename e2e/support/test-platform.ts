import { join } from 'node:path';
import { startPlatform, type Platform } from '../../tools/platform/platform.js';
import { portCount, portsOf } from '../../tools/platform/ports.js';
import { secretsOf } from '../../tools/platform/secrets.js';
import { freePorts } from '../../tools/stack/preflight.js';
import { openStack } from '../../tools/stack/stack.js';
import { testFolder } from '../../tools/test/test-stack.js';

/**
 * Starts every service and the sandbox as processes, on the stack of this test run.
 *
 * All end-to-end tests of a run share the state: databases, topics, ledgers. A test tells its orders from others' by
 * their numbers.
 */
export async function startTestPlatform(): Promise<Platform> {
  const folder = join(testFolder, 'platform');
  const ports = portsOf(await freePorts(portCount));
  const secrets = secretsOf(folder);
  const stack = await openStack({ folder, ports, postgresPassword: secrets.postgresPassword });
  if (stack.kind !== 'given') throw new Error('End-to-end tests run on the stack that the environment names: use npm test');
  return startPlatform({ folder, ports, secrets, stack });
}
