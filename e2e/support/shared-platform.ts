import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { startPlatform, type Platform } from '@kervan/tools/platform/platform';
import type { Ports } from '@kervan/tools/platform/ports';
import type { ServiceName } from '@kervan/tools/platform/services';
import { testPlan } from './test-platform.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where test files ask for the platform that they share. */
    readonly sharedPlatform: string;
  }
}

/** What a test file is told of the platform that it may use. */
export interface Lent {
  readonly ports: Ports;
  readonly databaseUrls: readonly (readonly [ServiceName, string])[];
}

let running: Promise<Platform> | undefined;

async function lend(): Promise<Lent> {
  running ??= testPlan().then(startPlatform);
  try {
    const { ports, databaseUrls } = (await running).installation;
    return { ports, databaseUrls: [...databaseUrls] };
  } catch (error) {
    running = undefined;
    throw error;
  }
}

async function end(): Promise<void> {
  const platform = await running?.catch(() => undefined);
  running = undefined;
  await platform?.stop();
}

/**
 * The global setup of the end-to-end tests: one platform for all files of a run that ask for it, each a process of its own.
 *
 * `POST` answers with a {@link Lent}, having started the platform where it does not run; `DELETE` stops it, and so does
 * the end of the run.
 */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = createServer(({ method }, response) => {
    const answer = method === 'POST' ? lend() : end();
    answer.then(
      (lent) => response.end(JSON.stringify(lent ?? {})),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  provide('sharedPlatform', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    server.close();
    await end();
  };
}
