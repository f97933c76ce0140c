import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A piece of code that breaks one rule where it stands, and fits elsewhere. */
export interface BoundaryFixture {
  readonly name: string;
  readonly code: string;
  /** The file that it is judged as. */
  readonly as: string;
  readonly breaks: { readonly ruleId: string; readonly messageId: string };
  /** A file in which the same code breaks nothing; absent where there is none. */
  readonly fits?: string;
}

const folder = join(import.meta.dirname, 'fixtures');

/** Reads every fixture; its first lines say `// as:`, `// breaks:` and, where there is such a place, `// fits:`. */
export function boundaryFixtures(): BoundaryFixture[] {
  return readdirSync(folder).sort().map((file) => {
    const code = readFileSync(join(folder, file), 'utf8');
    const told = (word: string): string | undefined => new RegExp(`^// ${word}: (.+)$`, 'm').exec(code)?.[1];
    const [as, [ruleId, messageId] = []] = [told('as'), told('breaks')?.split(' ')];
    if (!as || !ruleId || !messageId) throw new Error(`${file} does not say what it breaks, and where`);
    const fits = told('fits');
    return { name: file.replace(/\.ts$/, ''), code, as, breaks: { ruleId, messageId }, ...(fits && { fits }) };
  });
}
