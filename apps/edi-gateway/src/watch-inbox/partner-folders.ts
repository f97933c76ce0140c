import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The folders of one partner, on one filesystem.
 *
 * The partner writes into `inbox` and takes from `outbox`; the others are this service's alone.
 */
export class PartnerFolders {
  readonly inbox: string;
  readonly outbox: string;
  readonly processing: string;
  readonly accepted: string;
  readonly rejected: string;

  /** @param partner its code, which is a plain name by the profile's rules. */
  constructor(
    ediDir: string,
    readonly partner: string,
  ) {
    const folder = (name: string): string => join(ediDir, partner, name);
    this.inbox = folder('inbox');
    this.outbox = folder('outbox');
    this.processing = folder('processing');
    this.accepted = folder('accepted');
    this.rejected = folder('rejected');
  }

  /** Makes those that are not there. */
  async make(): Promise<void> {
    for (const folder of [this.inbox, this.outbox, this.processing, this.accepted, this.rejected]) {
      await mkdir(folder, { recursive: true });
    }
  }
}
