import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePorts, requireDisk, requireJava, requirePorts } from './preflight.js';
import { Refusal } from './refusal.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kervan preflight '));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Makes a command of that name the only one on the PATH. */
function onlyCommand(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  vi.stubEnv('PATH', folder);
}

describe('what a start needs is asked for in one sentence', () => {
  it('a port that another process uses is named, with the way around it', async () => {
    const [port] = (await freePorts(1)) as [number];
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    await expect(requirePorts({ kafka: port })).rejects.toThrow(
      new Refusal(
        `Port ${port}, meant for kafka, is in use by another process: end that one, or choose other ports with KERVAN_PORT_BASE (now 4100).`,
      ),
    );
    await new Promise((resolve) => other.close(resolve));
    await expect(requirePorts({ kafka: port })).resolves.toBeUndefined();
  });

  it('a missing Java', () => {
    vi.stubEnv('PATH', folder);
    expect(requireJava).toThrow(
      new Refusal('Java 17 or newer is needed on the PATH and none was found: install it (Debian: apt-get install openjdk-17-jre-headless).'),
    );
  });

  it('a Java that is too old', () => {
    onlyCommand('java', `echo 'openjdk version "11.0.2" 2019-01-15' >&2`);
    expect(requireJava).toThrow('Java 17 or newer is needed on the PATH and 11 was found');
  });

  it('a disk that is nearly full', () => {
    const almostNone = { bavail: 1_000, bsize: 4_096 };
    expect(() => requireDisk(folder, undefined, () => almostNone)).toThrow(
      `Only 3 MiB are free on the disk that holds ${folder}, and 2048 are needed: free some and start again.`,
    );
    expect(() => requireDisk(folder)).not.toThrow();
  });
});
