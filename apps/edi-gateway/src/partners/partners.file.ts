import type { ParsedFile } from '@kervan/service-host';
import type { Partner } from './partner.js';

/** The partners' profiles, as their file has them now. */
export class PartnersFile {
  constructor(private readonly file: ParsedFile<readonly Partner[]>) {}

  all(): readonly Partner[] {
    return this.file.current();
  }

  /** The partner of that code, if there is one. */
  find(code: string): Partner | undefined {
    return this.all().find((one) => one.code === code);
  }
}
