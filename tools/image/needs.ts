import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../stack/checkout.js';
import { compiledFolder } from './compile.js';
import type { Image } from './images.js';
import { packageClosure, type Lock } from './package-closure.js';
import { reachableCode, type Workspace } from './reachable-code.js';

/** What the entries of an image need, by the path from the root of the tree: each with the file or folder it is copied from. */
export interface Needs {
  /** Compiled modules and their maps, and the package.json of the libs that they are in. */
  readonly files: ReadonlyMap<string, string>;
  /** Packages from a registry. */
  readonly packages: ReadonlyMap<string, string>;
}

/**
 * Follows the imports of an image's entries through the compiled code, and those of packages through package-lock.json.
 *
 * @throws for an import that leads nowhere, and for one of a package that is no production dependency.
 */
export function needsOf({ entries }: Image): Needs {
  const libs = workspaces();
  const { modules, packages, workspaces: used } = reachableCode(compiledFolder, Object.values(entries).flat(), libs);
  const places = [...used].map((name) => ({ from: `${libs.get(name)?.folder}/`, to: `node_modules/${name}/` }));
  const placeOf = (module: string): string => {
    const place = places.find(({ from }) => module.startsWith(from));
    return place ? place.to + module.slice(place.from.length) : module;
  };
  const compiled = [...modules].flatMap((module) => [module, `${module}.map`]);
  const { packages: lock } = JSON.parse(readFileSync(join(checkout, 'package-lock.json'), 'utf8')) as { packages: Lock };
  return {
    files: new Map([
      ...places.map(({ from, to }) => [`${to}package.json`, join(checkout, from, 'package.json')] as const),
      ...compiled.map((file) => [placeOf(file), join(compiledFolder, file)] as const),
    ]),
    packages: new Map(packageClosure(lock, packages).map((folder) => [folder, join(checkout, folder)])),
  };
}

/** The libs by name. */
function workspaces(): ReadonlyMap<string, Workspace> {
  return new Map(
    readdirSync(join(checkout, 'libs')).map((lib) => {
      const folder = `libs/${lib}`;
      const { name, exports } = JSON.parse(readFileSync(join(checkout, folder, 'package.json'), 'utf8')) as {
        name: string;
        exports: Workspace['exports'];
      };
      return [name, { folder, exports }];
    }),
  );
}
