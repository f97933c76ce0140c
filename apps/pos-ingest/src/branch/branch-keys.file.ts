import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { Logger } from '@nestjs/common';
import type { Lifecycle } from '@kervan/service-host';
import { type Branch, type BranchKeys, hashOfKey, parseBranchKeys } from './branch-key.js';

const LOOK_EVERY_MS = 2_000;

/**
 * The API keys of the branches, read from a file and again whenever it changes, so that keys rotate without a restart.
 *
 * A file that becomes unreadable or invalid is reported and the keys read before stay in force.
 */
export class BranchKeysFile {
  private readonly logger = new Logger(BranchKeysFile.name);
  private keys: BranchKeys;

  /** @throws when the file cannot be read at the start. */
  constructor(
    private readonly path: string,
    lifecycle: Lifecycle,
    lookEveryMs = LOOK_EVERY_MS,
  ) {
    this.keys = parseBranchKeys(readFileSync(path, 'utf8'));
    lifecycle.onStart('workers', 'branch keys', () => {
      watchFile(path, { interval: lookEveryMs, persistent: false }, () => this.reload());
    });
    lifecycle.onStop('workers', 'branch keys', () => unwatchFile(path));
  }

  /** The branch that a key belongs to, if to any. */
  branchOf(key: string): Branch | undefined {
    return this.keys.get(hashOfKey(key));
  }

  /** Reads the file again. Never throws. */
  reload(): void {
    try {
      this.keys = parseBranchKeys(readFileSync(this.path, 'utf8'));
    } catch (error) {
      this.logger.error({
        msg: 'the branch keys could not be read again; those read before stay in force',
        err: error,
      });
    }
  }
}
