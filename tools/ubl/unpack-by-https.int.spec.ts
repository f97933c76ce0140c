import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSource } from '../platform/services.js';
import { checkout } from '../stack/checkout.js';

let folder: string;
let asked: string[];
const mirror = createServer((request, response) => {
  asked.push(request.url!);
  response.end('no jar');
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ubl-'));
  asked = [];
  await once(mirror.listen(0, '127.0.0.1'), 'listening');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  mirror.close();
});

describe('the XSDs of UBL, where there is no Maven', () => {
  it('are fetched from the repository that is set, and taken from no jar but the known one', async () => {
    const { port } = mirror.address() as AddressInfo;
    const env = { ...process.env, MAVEN_REPOSITORY_URL: `http://127.0.0.1:${port}/mirror/` };
    const unpacked = promisify(execFile)(process.execPath, [...runSource, join(checkout, 'tools/ubl/unpack-by-https.ts'), folder], { env });
    await expect(unpacked).rejects.toThrow('is not the known jar');
    expect(asked).toEqual(['/mirror/com/helger/ubl/ph-ubl21/10.2.0/ph-ubl21-10.2.0.jar']);
    expect(readdirSync(folder)).toEqual([]);
  });
});
