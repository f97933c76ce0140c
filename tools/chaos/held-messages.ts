import { urlOf, type ServiceName } from '../platform/services.js';
import type { World } from './world.js';

/** A message that a service holds, as it tells of it. */
export interface HeldMessage {
  readonly id: string;
  readonly state: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

const ACT = { by: 'npm run chaos', reason: 'made to be bad' };

/** Everything that a service holds and nobody has decided on. */
export async function heldBy(world: World, service: ServiceName): Promise<HeldMessage[]> {
  const held: HeldMessage[] = [];
  let after: string | undefined;
  do {
    const page = (await ask(world, service, `?limit=200${after === undefined ? '' : `&after=${encodeURIComponent(after)}`}`)) as {
      readonly items: readonly HeldMessage[];
      readonly next?: string;
    };
    held.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return held.filter(({ state }) => state === 'waiting' || state === 'dead');
}

/** Discards a held message, as an operator would. */
export async function discard(world: World, service: ServiceName, { id }: HeldMessage): Promise<void> {
  await ask(world, service, `/${id}/discard`, ACT);
}

async function ask({ platform: { installation } }: World, service: ServiceName, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${urlOf(service, installation)}/admin/held${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    headers: { Authorization: `Bearer ${installation.secrets.operatorKey}`, ...(body && { 'Content-Type': 'application/json' }) },
  });
  if (!response.ok) throw new Error(`/admin/held${path} of ${service} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
