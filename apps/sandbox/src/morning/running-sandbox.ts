import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { namedSandboxUrl } from '../config.js';

const running = z.object({ ports: z.object({ sandbox: z.int() }) });
const USUAL_PORT = 4100;

/**
 * Where the sandbox is reached: where `SANDBOX_URL` names it, else on the port that the installation of a checkout has
 * told in `.local/running.json`, else on its usual port. Whether it answers there is another matter.
 */
export function runningSandboxUrl(checkout: string, named = namedSandboxUrl()): string {
  return named ?? `http://127.0.0.1:${toldPort(join(checkout, '.local/running.json')) ?? USUAL_PORT}`;
}

function toldPort(file: string): number | undefined {
  try {
    return running.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data?.ports.sandbox;
  } catch {
    return undefined; // nothing has been started, or the file is just being written
  }
}
