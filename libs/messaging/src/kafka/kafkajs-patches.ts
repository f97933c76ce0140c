import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const resolve = createRequire(import.meta.url).resolve;

/** What each patch of `patches/` leaves in kafkajs's source, and what happens without it. */
export const kafkajsPatches = [
  {
    file: 'kafkajs/src/producer/sendMessages.js',
    mark: 'ackedPartitions.has(',
    without: 'messages that were acknowledged are lost when a partition changes its leader',
  },
  {
    file: 'kafkajs/src/network/requestQueue/index.js',
    mark: '!this.throttleCheckTimeoutId && this.pending.length > 0',
    without: 'an idle producer spins a timer every millisecond',
  },
  {
    file: 'kafkajs/src/network/connection.js',
    mark: 'socket === this.socket',
    without: 'a connection that is cut in the middle of an answer understands no answer any more',
  },
] as const;

/** @throws when a patch is not there: the install ran without its scripts, or kafkajs was upgraded beside them. */
export function assertPatched(sourceOf: (file: string) => string = installed): void {
  for (const { file, mark, without } of kafkajsPatches) {
    if (sourceOf(file).includes(mark)) continue;
    throw new Error(`${file} is not patched, so ${without}: run \`npm ci\` with its scripts, see patches/`);
  }
}

function installed(file: string): string {
  return readFileSync(resolve(file), 'utf8');
}
