import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Kafka, KafkaConfig } from 'kafkajs';
import { checkout } from '../stack/checkout.js';

/** kafkajs as its maintainers released it, beside the patched one that is installed. */
export interface UnpatchedKafkajs {
  client(config: KafkaConfig): Kafka;
  /** Removes it; what is loaded goes on. */
  remove(): void;
}

/** Copies the installed kafkajs into a folder of its own and takes our patches out of the copy. */
export function unpatchedKafkajs(): UnpatchedKafkajs {
  const require = createRequire(import.meta.url);
  const installed = dirname(require.resolve('kafkajs/package.json'));
  const { version } = require('kafkajs/package.json') as { readonly version: string };
  const folder = mkdtempSync(join(tmpdir(), 'kervan-unpatched-'));
  const copy = join(folder, 'node_modules/kafkajs');
  cpSync(installed, copy, { recursive: true });
  const patch = join(checkout, `patches/kafkajs+${version}.patch`);
  // A repository around the folder for temporary files must not be taken for that of the patch.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder), GIT_DIR: join(folder, 'none') };
  execFileSync('git', ['apply', '--reverse', patch], { cwd: folder, env });
  const { Kafka: Unpatched } = require(copy) as { readonly Kafka: typeof Kafka };
  return {
    client: (config) => new Unpatched(config),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
