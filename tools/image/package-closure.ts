/** What package-lock.json tells of one installed package. */
export interface LockedPackage {
  /** Only development needs it. */
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  /** A workspace, not a package from a registry. */
  readonly link?: boolean;
  /** It was left out where its platform is not this one. */
  readonly optional?: boolean;
  readonly dependencies?: Names;
  readonly optionalDependencies?: Names;
  readonly peerDependencies?: Names;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

type Names = Readonly<Record<string, string>>;

/** `packages` of package-lock.json: by the folder of each, from the checkout. */
export type Lock = Readonly<Record<string, LockedPackage>>;

/**
 * The folders of the packages that are needed to import the named ones, themselves included, sorted.
 *
 * Follows the lock as Node resolves: the nearest `node_modules` wins. An optional peer counts where production declares it
 * by itself: there it was installed to be found. @throws for a name that production has not declared or installed.
 */
export function packageClosure(lock: Lock, names: Iterable<string>): string[] {
  const found = new Set<string>();
  const declared = lock['']?.dependencies ?? {};

  const add = (folder: string): void => {
    if (found.has(folder)) return;
    found.add(folder);
    for (const name of requiredBy(lock[folder] ?? {}, declared)) {
      const needed = resolved(lock, folder, name);
      if (needed !== undefined) add(needed);
      else if (!isOptional(lock[folder] ?? {}, name)) throw new Error(`${folder} needs ${name}, which is not installed`);
    }
  };

  for (const name of names) {
    const folder = `node_modules/${name}`;
    const locked = lock[folder];
    if (!(name in declared) || !locked || locked.dev) throw new Error(`${name} is imported, but is no production dependency`);
    add(folder);
  }
  return [...found].sort();
}

function requiredBy({ dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta }: LockedPackage, declared: Names): string[] {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional || name in declared);
  return [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
}

function isOptional({ optionalDependencies, peerDependenciesMeta }: LockedPackage, name: string): boolean {
  return name in (optionalDependencies ?? {}) || peerDependenciesMeta?.[name]?.optional === true;
}

/** Where Node finds `name` from `folder`: in its own `node_modules`, else in those above it. */
function resolved(lock: Lock, folder: string, name: string): string | undefined {
  for (let at = folder; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
    const candidate = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (lock[candidate]) return candidate;
    if (at === '') return undefined;
  }
}
