import { inject } from 'vitest';
import { preparePlatform } from '@kervan/tools/platform/platform';
import type { Installation } from '@kervan/tools/platform/services';
import { request } from './http.js';
import type { Lent } from './shared-platform.js';
import { testPlan } from './test-platform.js';

/** Every service and the sandbox as processes that test files share; started, in about 15 s, where they do not run. */
export async function borrowPlatform(): Promise<Installation> {
  const { ports, databaseUrls } = (await ask('POST')) as Lent;
  return { ...(await testPlan(ports)), databaseUrls: new Map(databaseUrls) };
}

/**
 * Stops what {@link borrowPlatform} gave, if it runs: who starts services on the stack would share the consumer groups with it,
 * and who starts a stack of their own the processors.
 */
export async function endSharedPlatform(): Promise<void> {
  await ask('DELETE');
}

/** Prepares every service and the sandbox, for a test that starts the processes itself. */
export async function prepareOwnPlatform(): Promise<Installation> {
  await endSharedPlatform();
  return preparePlatform(await testPlan());
}

async function ask(method: 'POST' | 'DELETE'): Promise<unknown> {
  const { status, text, json } = await request(method, inject('sharedPlatform'));
  if (status !== 200) throw new Error(text);
  return json;
}
