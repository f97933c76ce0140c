import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Flows with a platform of their own, and the one that ends the shared platform. */
const ownPlatform = /e2e\/flows\/one-trace/;
const endsShared = /e2e\/flows\/till-to-invoice/;

/**
 * Files that share a platform one after another, the one that ends it last, then those with their own: so it starts once.
 *
 * Any other order shows the same and takes longer.
 */
export class FileOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  if (!moduleId.includes('/e2e/') || ownPlatform.test(moduleId)) return 2;
  if (endsShared.test(moduleId)) return 1;
  return moduleId.includes('/e2e/flows/') ? 0 : 2;
}
