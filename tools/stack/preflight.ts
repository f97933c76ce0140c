import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statfsSync, type StatsFs } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { cacheFolder } from './checkout.js';
import { hasMaven } from './maven.js';
import { Refusal } from './refusal.js';

type FreeSpace = Pick<StatsFs, 'bavail' | 'bsize'>;

const NEEDED_BYTES = 2 * 1024 ** 3;

/** @throws {Refusal} unless a Java of version 17 or newer answers, and Maven too while its downloads are missing. */
export function requireJava(): void {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = Number(/version "(\d+)/.exec(java.stderr ?? '')?.[1] ?? 0);
  if (version < 17) {
    const found = version === 0 ? 'none was found' : `${version} was found`;
    throw new Refusal(`Java 17 or newer is needed on the PATH and ${found}: install it (Debian: apt-get install openjdk-17-jre-headless).`);
  }
  const fetched = existsSync(join(cacheFolder, 'kafka-4.3.1')) && existsSync(join(cacheFolder, 'apicurio-3.0.9'));
  if (!fetched && !hasMaven()) {
    throw new Refusal('Maven (mvn) is needed on the PATH to fetch Kafka: install it (Debian: apt-get install maven).');
  }
}

/** @throws {Refusal} when the disk that holds `folder` has less free than is needed, in bytes; 2 GiB by default. */
export function requireDisk(folder: string, needed = NEEDED_BYTES, statfs: (folder: string) => FreeSpace = statfsSync): void {
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfs(folder);
  const free = bavail * bsize;
  if (free >= needed) return;
  const [has, needs] = [Math.floor(free / 1024 ** 2), Math.ceil(needed / 1024 ** 2)];
  throw new Refusal(`Only ${has} MiB are free on the disk that holds ${folder}, and ${needs} are needed: free some and start again.`);
}

/** @throws {Refusal} naming the first port of the list that somebody else listens on. */
export async function requirePorts(ports: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (await free(port)) continue;
    throw new Refusal(
      `Port ${port}, meant for ${name}, is in use by another process: end that one, or choose other ports with KERVAN_PORT_BASE (now ${process.env.KERVAN_PORT_BASE ?? 4100}).`,
    );
  }
}

/** Ports that nobody listens on just now, for stacks of tests. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function free(port: number): Promise<boolean> {
  try {
    const server = await listen(port);
    await new Promise((resolve) => server.close(resolve));
    return true;
  } catch {
    return false;
  }
}

function listen(port: number): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
