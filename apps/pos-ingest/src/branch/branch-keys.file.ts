import type { ParsedFile } from '@kervan/service-host';
import { type BranchKey, type BranchKeys, hashOfKey, isLive } from './branch-key.js';

/** The API keys of the branches, as their file has them now. */
export class BranchKeysFile {
  constructor(private readonly file: ParsedFile<BranchKeys>) {}

  /** The key that is such a text, if it is in the file and valid now. */
  find(key: string, now = Date.now()): BranchKey | undefined {
    const found = this.file.current().get(hashOfKey(key));
    return found && isLive(found, now) ? found : undefined;
  }
}
