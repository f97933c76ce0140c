import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkout } from '../stack/checkout.js';
import { Refusal } from '../stack/refusal.js';

/** A bill of materials as CycloneDX 1.5 has it, as far as it is looked at here. */
export interface Bom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

interface Component {
  /** `name@version`, with the scope of the name. */
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly dev?: boolean; readonly link?: boolean }>>;
}

/** Every package that production may install, with its licence and hash, by package-lock.json. */
export async function bomOfPlatform(): Promise<Bom> {
  const { packages } = readJson(join(checkout, 'package-lock.json')) as Lock;
  const refs = Object.entries(packages).flatMap(([folder, { version, dev, link }]) =>
    folder.includes('node_modules/') && !dev && !link ? [`${folder.split('node_modules/').at(-1)}@${version}`] : [],
  );
  return only(await bomOfCheckout(), new Set(refs), 'kervan');
}

/**
 * What the files of one image hold, as `npm run image` wrote them: the packages that are there, and no other.
 *
 * @throws {Refusal} when the folder is no such tree, or holds a package that package-lock.json does not know.
 */
export async function bomOfTree(tree: string): Promise<Bom> {
  const about = join(tree, 'kervan-image.json');
  if (!existsSync(about)) throw new Refusal(`${tree} is no tree of an image: npm run image makes one.`);
  const { image } = readJson(about) as { image: string };
  const bom = await bomOfCheckout();
  const refs = packagesIn(tree);
  const known = new Set(bom.components.map((component) => component['bom-ref']));
  const unknown = refs.filter((ref) => !known.has(ref));
  if (unknown.length > 0) throw new Refusal(`${tree} holds what package-lock.json does not: ${unknown.join(', ')}.`);
  return only(bom, new Set(refs), `kervan-${image}`);
}

/** All that the checkout has, development included: npm leaves out too much when it is asked for production alone. */
async function bomOfCheckout(): Promise<Bom> {
  const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: checkout, maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as Bom;
}

function only(bom: Bom, refs: ReadonlySet<string>, name: string): Bom {
  const { component } = bom.metadata;
  const root = component['bom-ref'];
  const kept = (ref: string): boolean => ref === root || refs.has(ref);
  return {
    ...bom,
    metadata: { ...bom.metadata, component: { ...component, name } },
    components: bom.components.filter((one) => refs.has(one['bom-ref'])),
    dependencies: bom.dependencies
      .filter(({ ref }) => kept(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter(kept) })),
  };
}

/** `name@version` of every package below a folder, nested ones included. */
function packagesIn(folder: string): string[] {
  const modules = join(folder, 'node_modules');
  if (!existsSync(modules)) return [];
  const names = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((scoped) => `${name}/${scoped}`) : [name],
  );
  return names
    .filter((name) => existsSync(join(modules, name, 'package.json')))
    .flatMap((name) => {
      const { version } = readJson(join(modules, name, 'package.json')) as { version: string };
      return [`${name}@${version}`, ...packagesIn(join(modules, name))];
    });
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
