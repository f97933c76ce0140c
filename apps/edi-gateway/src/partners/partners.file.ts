import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Lifecycle } from '@kervan/service-host';
import { Logger } from '@nestjs/common';
import { parsePartners, type Partner } from './partner.js';

const LOOK_EVERY_MS = 2_000;

/**
 * The partners' profiles, read from a file and again whenever it changes, so that they are mended without a restart.
 *
 * A file that becomes unreadable or invalid is reported and the profiles read before stay in force.
 */
export class PartnersFile {
  private readonly logger = new Logger(PartnersFile.name);
  private partners: readonly Partner[];

  /** @throws when the file cannot be read at the start. */
  constructor(
    private readonly path: string,
    lifecycle: Lifecycle,
    lookEveryMs = LOOK_EVERY_MS,
  ) {
    this.partners = parsePartners(readFileSync(path, 'utf8'));
    lifecycle.onStart('workers', 'partners', () => {
      watchFile(path, { interval: lookEveryMs, persistent: false }, () => this.reload());
    });
    lifecycle.onStop('workers', 'partners', () => unwatchFile(path));
  }

  all(): readonly Partner[] {
    return this.partners;
  }

  /** The partner of that code, if there is one. */
  find(code: string): Partner | undefined {
    return this.partners.find((one) => one.code === code);
  }

  /** Reads the file again. Never throws. */
  reload(): void {
    try {
      this.partners = parsePartners(readFileSync(this.path, 'utf8'));
    } catch (error) {
      this.logger.error({
        msg: 'the partners could not be read again; those read before stay in force',
        err: error,
      });
    }
  }
}
