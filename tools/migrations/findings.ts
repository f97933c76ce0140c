import { type Break, BreakCode, breaksBetween, explained } from './breaks.js';
import type { Released } from './released.js';
import type { MigrationClass } from './service-migrations.js';
import type { Shape } from './shape.js';

/** A migration with the shape of the database after it. */
export interface Applied {
  readonly migration: Pick<MigrationClass, 'name' | 'contracts' | 'widens'>;
  readonly shape: Shape;
}

/**
 * What keeps the code of the release before from working on the schema of this one, a sentence each.
 *
 * Released migrations are as they were; each new one only expands, unless it is marked as one that contracts, and then
 * follows the last release.
 */
export function findingsOf(service: string, applied: readonly Applied[], released: Released | undefined): string[] {
  if (!released) return [];
  const names = applied.map(({ migration }) => migration.name);
  const count = released.migrations.length;
  if (names.slice(0, count).join() !== released.migrations.join()) {
    const missing = released.migrations.filter((name) => !names.includes(name));
    const what = missing.length > 0 ? `lacks ${missing.join(', ')}` : 'has others before or between its released ones';
    return [`${service} ${what}: what was released stays, in its order, and a new migration comes last.`];
  }
  const last = applied[count - 1];
  if (!last || JSON.stringify(last.shape) !== JSON.stringify(released.shape)) {
    return [`${service}: a migration of release ${released.release} was edited. Databases have run it as it was: undo that, and write a new one.`];
  }
  return applied.slice(count).flatMap((one, at) => findingsOfOne(one, applied[count + at - 1]?.shape ?? released.shape, released.release));
}

function findingsOfOne({ migration, shape }: Applied, before: Shape, lastRelease: string): string[] {
  const { name, contracts, widens = [] } = migration;
  if (contracts !== undefined && contracts !== lastRelease) {
    return [`${name} contracts what release ${contracts} has stopped using, but the last release is ${lastRelease}: name that one, if it has.`];
  }
  if (contracts !== undefined) return [];
  return breaksBetween(before, shape)
    .filter((found) => !isWidened(found, widens))
    .map(({ code, subject }) => `${name}: ${code} ${subject}: ${explained[code]}.`);
}

function isWidened({ code, subject }: Break, widens: readonly string[]): boolean {
  return code === BreakCode.ruleChanged && widens.includes(subject);
}
