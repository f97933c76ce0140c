import { readCommandLine, refuseCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { compile } from './compile.js';
import { imageNames, imageOf } from './images.js';
import { BUDGET_BYTES, megabytes, writeTree } from './write-tree.js';

const usage = `Usage: npm run image -- <image> --out <folder>

Writes the files that the image holds: compiled code and the production packages that it needs, started by
\`node main.js\`. Refuses a folder that holds anything else, and a tree of more than ${megabytes(BUDGET_BYTES)}.

Images: ${imageNames.join(', ')}.`;

/** `npm run image -- <image> --out <folder>`: the production files of one image, as deploy/docker/Dockerfile copies them. */
const { values, positionals } = readCommandLine({
  usage,
  accepts: { options: { out: { type: 'string' } }, allowPositionals: true },
});
const [image, ...others] = positionals;
if (image === undefined || others.length > 0) refuseCommandLine(usage, 'Name one image.');
const { out } = values;
if (out === undefined) refuseCommandLine(usage, 'Name a folder with --out.');

await refusing(async () => {
  imageOf(image);
  await compile();
  const { folder, files, bytes } = await writeTree(image, out);
  console.log(`${folder}: ${files} files, ${megabytes(bytes)}`);
});
