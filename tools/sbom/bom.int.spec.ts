import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkout } from '../stack/checkout.js';
import { type Bom, bomOfPlatform, bomOfTree } from './bom.js';

const { dependencies, devDependencies } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as Readonly<
  Record<'dependencies' | 'devDependencies', Readonly<Record<string, string>>>
>;
const refsOf = ({ components }: Bom): string[] => components.map((component) => component['bom-ref']);

describe('the bill of materials', () => {
  it('of the platform names every package of production, with licence and hash, and none of development', async () => {
    const bom = await bomOfPlatform();
    const refs = refsOf(bom);
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5', metadata: { component: { name: 'kervan' } } });
    expect(refs).toEqual(expect.arrayContaining(Object.entries(dependencies).map(([name, version]) => `${name}@${version}`)));
    expect(refs).toContain(`pg-protocol@${versionOf('pg-protocol')}`);
    for (const name of ['vitest', 'eslint', 'nx']) expect(refs).not.toContain(`${name}@${devDependencies[name]}`);
    expect(new Set(refs).size).toBe(refs.length);
    expect(bom.components.filter((component) => !('hashes' in component))).toEqual([]);
  });

  describe('of an image', () => {
    let tree: string;
    const take = (name: string): void => {
      const place = join(tree, 'node_modules', name);
      mkdirSync(place, { recursive: true });
      cpSync(join(checkout, 'node_modules', name, 'package.json'), join(place, 'package.json'));
    };

    beforeEach(() => {
      tree = mkdtempSync(join(tmpdir(), 'sbom-'));
      writeFileSync(join(tree, 'kervan-image.json'), '{"image":"pos-ingest","version":"0.1.0"}');
      take('pg');
      take('@nestjs/common');
    });
    afterEach(() => rmSync(tree, { recursive: true }));

    it('names what its files hold and nothing else', async () => {
      const bom = await bomOfTree(tree);
      expect(refsOf(bom).toSorted()).toEqual([`@nestjs/common@${dependencies['@nestjs/common']}`, `pg@${dependencies['pg']}`]);
      expect(bom.metadata.component.name).toBe('kervan-pos-ingest');
      const named = new Set([...refsOf(bom), bom.metadata.component['bom-ref']]);
      expect(bom.dependencies.flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn]).filter((ref) => !named.has(ref))).toEqual([]);
    });

    it('refuses a package that nobody has locked, and a folder that is no tree', async () => {
      writeFileSync(join(tree, 'node_modules/pg/package.json'), '{"name":"pg","version":"8.0.0-forged"}');
      await expect(bomOfTree(tree)).rejects.toThrow('pg@8.0.0-forged');
      await expect(bomOfTree(tmpdir())).rejects.toThrow('no tree of an image');
    });
  });
});

function versionOf(name: string): string {
  return (JSON.parse(readFileSync(join(checkout, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;
}
