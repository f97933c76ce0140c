import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { localFolder } from '../stack/checkout.js';
import { bomOfPlatform, bomOfTree } from './bom.js';

const usage = `Usage: npm run sbom -- [--tree <folder>] [--out <file>]

Writes a software bill of materials (CycloneDX 1.5, JSON): the npm packages that production may install, or with
--tree those that the files of one image hold, as npm run image wrote them. Without --out it goes to
.local/sbom/<name>.cdx.json. Node.js itself is listed by whoever scans the image.`;

const { values } = readCommandLine({
  usage,
  accepts: { options: { tree: { type: 'string' }, out: { type: 'string' } } },
});

await refusing(async () => {
  const bom = await (values.tree === undefined ? bomOfPlatform() : bomOfTree(values.tree));
  const file = values.out ?? join(localFolder, 'sbom', `${bom.metadata.component.name}.cdx.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(bom, undefined, 2)}\n`);
  console.log(`${file}: ${bom.components.length} packages`);
});
