import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { removeComposeStack, startComposeStack } from './compose-stack.js';

const ports = { kafka: 5110, kafkaController: 5111, registry: 5112, registryManagement: 5113, postgres: 5115 };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kervan-compose-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A command `docker` that writes down how it is called, and then does as it is told. */
function aDocker(script: string): void {
  const command = join(folder, 'bin', 'docker');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(command, `#!/bin/sh\necho "$KERVAN_KAFKA_PORT $KERVAN_REGISTRY_PORT $KERVAN_POSTGRES_PORT $*" >> '${folder}/calls'\n${script}\n`);
  chmodSync(command, 0o755);
  vi.stubEnv('PATH', `${folder}/bin:${process.env.PATH}`);
}

/** The ports that Docker was told, and what it was to do. */
function calls(): string[] {
  const lines = readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => line.replace(/compose --project-name kervan-[0-9a-f]{12} --file .+\/deploy\/compose\/compose\.yaml /, ''));
}

const start = () => startComposeStack({ folder, ports, postgresPassword: 'secret' });

describe('the stack of the Compose file', () => {
  it('starts on the ports of the plan, Kafka and Postgres first, and is stopped with its data kept', async () => {
    aDocker('exit 0');
    const stack = await start();
    await stack.registryReady;
    await stack.stop();
    expect(calls()).toEqual([
      '5110 5112 5115 up --detach --wait kafka postgres',
      '5110 5112 5115 up --detach --wait registry',
      '5110 5112 5115 stop',
    ]);
    expect(stack).toMatchObject({
      kind: 'docker',
      kafkaBrokers: '127.0.0.1:5110',
      schemaRegistryUrl: 'http://127.0.0.1:5112/apis/ccompat/v7',
      databaseUrl: 'postgres://postgres:secret@127.0.0.1:5115/postgres',
    });
  });

  it('is given its password as a file, in a folder that is closed to others', async () => {
    aDocker('cp "$KERVAN_SECRETS/postgres-password" "$(dirname "$0")/seen"');
    await (await start()).registryReady; // else Docker still writes while the folder is removed
    expect(readFileSync(join(folder, 'bin', 'seen'), 'utf8')).toBe('secret');
    expect(statSync(join(folder, 'docker')).mode & 0o777).toBe(0o700);
    expect(calls().join()).not.toContain('secret');
  });

  it('that cannot start is stopped, and told in the words of Docker', async () => {
    aDocker('case "$*" in *" up "*) echo "port is already allocated" >&2; exit 1;; esac');
    await expect(start()).rejects.toThrow(/failed \(KERVAN_STACK=native does without Docker\): port is already allocated$/);
    expect(calls().at(-1)).toBe('5110 5112 5115 stop');
  });

  it('is refused where the command is missing', async () => {
    vi.stubEnv('PATH', join(folder, 'nothing'));
    await expect(start()).rejects.toThrow('The command docker is missing: install it with its compose plugin, or set KERVAN_STACK=native.');
  });

  it('is removed with its data, and only where there is one', async () => {
    aDocker('exit 0');
    await removeComposeStack(folder);
    await (await start()).registryReady;
    await removeComposeStack(folder);
    expect(calls()).toEqual([expect.stringContaining(' up '), expect.stringContaining(' up '), expect.stringMatching(/ down --volumes$/)]);
  });

  it('that Docker does not remove is told with the way on', async () => {
    aDocker('case "$*" in *" down "*) echo "Cannot connect to the Docker daemon" >&2; exit 1;; esac');
    await (await start()).registryReady;
    await expect(removeComposeStack(folder)).rejects.toThrow(
      new RegExp(`^A part of this state lies in Docker's volumes, .* delete ${folder}/docker first\\. \\(.*Cannot connect to the Docker daemon\\)$`),
    );
  });
});
