import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** A package of this checkout. */
export interface Workspace {
  /** From the checkout. */
  readonly folder: string;
  readonly exports: Readonly<Record<string, { readonly default?: string }>>;
}

/** What an entry may load. */
export interface ReachableCode {
  /** Compiled modules, as paths from the folder of the compiled code. */
  readonly modules: ReadonlySet<string>;
  /** Packages from a registry. */
  readonly packages: ReadonlySet<string>;
  /** Packages of this checkout, by name. */
  readonly workspaces: ReadonlySet<string>;
}

/**
 * Everything that is loaded by importing the named modules from the root of the compiled code, dynamic imports of a
 * literal name included.
 *
 * @throws for an import that leads nowhere.
 */
export function reachableCode(
  compiled: string,
  entry: readonly string[],
  known: ReadonlyMap<string, Workspace>,
): ReachableCode {
  const modules = new Set<string>();
  const packages = new Set<string>();
  const workspaces = new Set<string>();

  const follow = (specifier: string, from: string): void => {
    if (specifier.startsWith('.')) return visit(join(dirname(from), specifier), from);
    if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return;
    const [scope = '', name = ''] = specifier.split('/');
    const packageName = scope.startsWith('@') ? `${scope}/${name}` : scope;
    const workspace = known.get(packageName);
    if (!workspace) {
      packages.add(packageName);
      return;
    }
    workspaces.add(packageName);
    const target = workspace.exports[`.${specifier.slice(packageName.length)}`]?.default;
    if (!target) throw new Error(`${from} imports ${specifier}, which ${packageName} does not export to production`);
    visit(join(workspace.folder, target), from);
  };

  const visit = (module: string, from: string): void => {
    if (modules.has(module)) return;
    if (!existsSync(join(compiled, module))) throw new Error(`${from} imports ${module}, which is not compiled`);
    modules.add(module);
    const { importedFiles } = ts.preProcessFile(readFileSync(join(compiled, module), 'utf8'), true, true);
    for (const { fileName } of importedFiles) follow(fileName, module);
  };

  for (const specifier of entry) follow(specifier, 'the entry');
  return { modules, packages, workspaces };
}
