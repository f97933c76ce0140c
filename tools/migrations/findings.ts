import { type Break, BreakCode, breaksBetween, explained } from './breaks.js';
import { plainlyIndexed, tablesMadeBy } from './plain-indexes.js';
import type { Released } from './released.js';
import type { MigrationClass } from './service-migrations.js';
import type { Shape } from './shape.js';

/** A migration with what it said, TypeORM's own statements among it, and the shape of the database after it. */
export interface Applied {
  readonly migration: Pick<MigrationClass, 'name' | 'contracts' | 'widens' | 'appendOnly'>;
  readonly statements: readonly string[];
  readonly shape: Shape;
}

/**
 * The order in which a database that has run what was released runs the rest.
 *
 * @returns undefined where released migrations are missing or stand in another order.
 */
export function inOrderOfUpgrade<M extends Pick<MigrationClass, 'name'>>(
  migrations: readonly M[],
  released: Pick<Released, 'migrations'> | undefined,
): readonly M[] | undefined {
  const names = released?.migrations ?? [];
  const before = migrations.filter(({ name }) => names.includes(name));
  if (before.map(({ name }) => name).join() !== names.join()) return undefined;
  return [...before, ...migrations.filter(({ name }) => !names.includes(name))];
}

/**
 * What keeps the code of the release before from working on the schema of this one, a sentence each; the migrations
 * were applied in the order of an upgrade.
 *
 * Released migrations are as they were; each new one only expands, unless it is marked as one that contracts, and then
 * follows the last release. Whichever it is, it keeps nobody from writing while it builds an index.
 */
export function findingsOf(service: string, applied: readonly Applied[], released: Released | undefined): string[] {
  if (!released) return [];
  const { release, migrations, shape } = released;
  const last = applied[migrations.length - 1];
  if (JSON.stringify(last?.shape) !== JSON.stringify(shape)) {
    return [`${service}: a migration of release ${release} was edited. Databases have run it as it was: undo that, and write a new one.`];
  }
  const fresh = applied.slice(migrations.length);
  const made = fresh.flatMap(({ statements }) => tablesMadeBy(statements));
  return [
    ...narrowings(applied, released),
    ...fresh.flatMap(({ migration: { name }, statements }) =>
      plainlyIndexed(name, statements, made).map((subject) => told(name, { code: BreakCode.plainIndex, subject })),
    ),
    ...fresh.flatMap((one, at) => findingsOfOne(one, fresh[at - 1]?.shape ?? shape, release)),
  ];
}

/** Rights to tables of the last release that are taken away, be it by a released migration: no shape tells of them. */
function narrowings(applied: readonly Applied[], { release, migrations, shape, appendOnly }: Released): string[] {
  const before = appendOnly ?? applied.slice(0, migrations.length).flatMap(({ migration }) => migration.appendOnly ?? []);
  const narrowed = (table: string): boolean => table in shape.tables && !before.includes(table);
  return applied
    .filter(({ migration: { contracts } }) => contracts !== release)
    .flatMap(({ migration: { name, appendOnly: now = [] } }) =>
      now.filter(narrowed).map((subject) => told(name, { code: BreakCode.appendOnly, subject })),
    );
}

function findingsOfOne({ migration, shape }: Applied, before: Shape, lastRelease: string): string[] {
  const { name, contracts, widens = [] } = migration;
  if (contracts !== undefined && contracts !== lastRelease) {
    return [`${name} contracts what release ${contracts} has stopped using, but the last release is ${lastRelease}: name that one, if it has.`];
  }
  if (contracts !== undefined) return [];
  return breaksBetween(before, shape)
    .filter((found) => !isWidened(found, widens))
    .map((found) => told(name, found));
}

function told(migration: string, { code, subject }: Break): string {
  return `${migration}: ${code} ${subject}: ${explained[code]}.`;
}

function isWidened({ code, subject }: Break, widens: readonly string[]): boolean {
  return code === BreakCode.ruleChanged && widens.includes(subject);
}
