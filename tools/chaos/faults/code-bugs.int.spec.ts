import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runSource } from '../../platform/services.js';
import { checkout } from '../../stack/checkout.js';
import { codeBugs, metBy, release } from './23-code-bugs.js';

const run = promisify(execFile);
const source = join(checkout, 'apps/erp-writer/src/post-sales-order/post-sales-order.consumer.ts');
/** Hands the handler an order twice that has no content, over which it fails in a way of its own where it meets no bug. */
const program = `import { PostSalesOrderConsumer } from '${source}';
const [ending] = process.argv.slice(2);
const data = { orderId: '00000000-0000-8000-8000-0000000000' + ending, commandId: 'c', order: undefined };
let said;
setTimeout(() => console.log(said), 200);
for (const _twice of [1, 2]) {
  said = 'not ended';
  try {
    Promise.resolve(new PostSalesOrderConsumer().handle({ data }, {})).then(() => (said = 'ended'), (error) => (said = 'rejected ' + error));
  } catch (error) {
    said = error.constructor.name + ' ' + error.message;
  }
}`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kervan-bugs-'));
  await writeFile(join(folder, 'program.ts'), program);
});
afterEach(() => rm(folder, { recursive: true }));

/** What becomes of an order whose id ends so, while these bugs are in. */
async function handled(ending: string, bugs: readonly string[]): Promise<string> {
  const { besides } = (await codeBugs.setting?.(folder, 1)) ?? {};
  const { env = {}, execArgv = [] } = besides?.['erp-writer'] ?? {};
  release(folder, bugs);
  const args = [...runSource, ...execArgv, join(folder, 'program.ts'), ending];
  return run(process.execPath, args, { cwd: checkout, env: { ...process.env, ...env } }).then(
    ({ stdout }) => stdout.trim(),
    ({ stderr }: { stderr: string }) => stderr,
  );
}

it.each([
  ['00', 'a TypeError', "TypeError Cannot read properties of null (reading 'order')"],
  ['21', 'undefined rejected', 'rejected undefined'],
  ['42', 'never resolved', 'not ended'],
  ['63', 'the stack overflowed', 'RangeError Maximum call stack size exceeded'],
  ['e4', 'thrown in a timer', 'Error: thrown in a timer'],
])('an order whose id ends with %s meets it while it is in, and is counted once: %s', async (ending, bug, outcome) => {
  expect(await handled(ending, [bug, 'another'])).toContain(outcome);
  expect(metBy(folder, bug)).toBe(1);
  expect(await handled(ending, ['another'])).toContain("property 'lines' of 'undefined'");
  expect(metBy(folder, bug)).toBe(1);
});
