import { writeBranchKeys } from './branch-keys.js';

const directory = process.argv[2];
if (!directory) {
  process.stderr.write('Usage: write-branch-keys <folder>\n');
  process.exit(2);
}
await writeBranchKeys(directory);
