import type { Secret } from '@kervan/service-host';
import { type BranchKey, type BranchKeys, hashOfKey, isLive, parseBranchKeys } from './branch-key.js';

/**
 * The API keys of the branches as their file has them now, so that keys rotate without a restart.
 *
 * A file that becomes unreadable or invalid is reported and the keys read before stay in force.
 */
export class BranchKeysFile {
  private text = '';
  private keys: BranchKeys = new Map();

  constructor(private readonly file: Secret) {}

  /** The key that is such a text, if it is in the file and valid now. */
  find(key: string, now = Date.now()): BranchKey | undefined {
    const found = this.current().get(hashOfKey(key));
    return found && isLive(found, now) ? found : undefined;
  }

  private current(): BranchKeys {
    const text = this.file.current();
    if (text !== this.text) {
      this.keys = parseBranchKeys(text);
      this.text = text;
    }
    return this.keys;
  }
}
