import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { testStack } from '@kervan/testing';
import { checkout } from '@kervan/tools/stack/checkout';

/** What the example producer tells of an order that it has published. */
export interface Published {
  readonly orderId: string;
  readonly partition: number;
  readonly offset: string;
}

/** What the example reader tells of an order that is held. */
export interface Rejection {
  readonly orderId: string;
  readonly reason: string;
  readonly partition: number;
  readonly offset: string;
}

const example = (name: string): string => join(checkout, 'docs/how-to', name);

function environment(): NodeJS.ProcessEnv {
  const { kafkaBrokers, schemaRegistryUrl } = testStack();
  return { PATH: process.env.PATH, KAFKA_BROKERS: kafkaBrokers.join(','), SCHEMA_REGISTRY_URL: schemaRegistryUrl, GROUP_ID: `test-${randomUUID()}` };
}

/** Runs the example producer of the documentation to its end. */
export async function publishOrder(orderNumber: string, ...total: string[]): Promise<Published> {
  const args = [example('publish-an-order.mjs'), orderNumber, ...total];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: environment() });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Published;
}

/** Runs the example reader of the documentation until it tells of an order; `undefined` when it ends before. */
export async function rejectionOf(orderId: string): Promise<Rejection | undefined> {
  const reader = spawn(process.execPath, [example('read-rejections.mjs')], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(reader, 'exit');
  try {
    for await (const line of createInterface({ input: reader.stdout })) {
      const rejection = line.startsWith('{"orderId"') ? (JSON.parse(line) as Rejection) : undefined;
      if (rejection?.orderId === orderId) return rejection;
    }
    return undefined;
  } finally {
    reader.kill();
    await ended;
  }
}
