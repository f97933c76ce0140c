import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startPlatform, type Platform } from '../platform/platform.js';
import { portCount, portsOf, type Ports } from '../platform/ports.js';
import { secretsOf } from '../platform/secrets.js';
import type { Besides } from '../platform/services.js';
import type { ManagedProcess } from '../stack/managed-process.js';
import { postgresFolder } from '../stack/postgres.js';
import { freePorts } from '../stack/preflight.js';
import { Started } from '../stack/started.js';
import { postgresData, startChaosStack, type ChaosStack } from './chaos-stack.js';
import { Disk } from './disk.js';
import { recordOutboxes } from './invariants/outboxes.js';
import { by, openLinks, type Links } from './proxy/links.js';

/** How an installation has to be set up for a fault. */
export interface Setting {
  /** Settings and Node arguments of single services. */
  readonly besides?: Besides;
  /** Has every way of the services to Postgres, Kafka, ERP and integrator go through a proxy. */
  readonly proxied?: boolean;
  /** Gives these a disk of their own, of so many megabytes. */
  readonly disks?: Readonly<Partial<Record<DiskName, number>>>;
}

/** What can have a disk of its own. */
type DiskName = 'postgres' | 'kafka';

type Disks = Readonly<Partial<Record<DiskName, Disk>>>;

/** Where a site is made, and who is told of its processes. */
export interface SitePlan {
  /** Holds all state of the site and nothing else. */
  readonly folder: string;
  readonly setting: Setting;
  /** Where the files are that the setting needs; beside the state. */
  readonly settingFolder?: string;
  readonly onStart?: (process: ManagedProcess) => void;
  readonly tell?: (sentence: string) => void;
}

/** The processes of a site, whoever has started them. */
interface Running {
  readonly services: Started;
  /** Kafka, Postgres and the registry. */
  readonly servers: Started;
}

const EVIDENCE = ['logs', 'sandbox', 'edi'];

/** A stack, every service and the sandbox, with empty data, for faults to happen to. */
export class Site {
  /** Whether a process has died on it, which took along what it had not told yet. */
  died = false;
  /** Whether records were deleted from the topics, so that not all that was ever published lies there. */
  forgotten = false;

  private constructor(
    readonly folder: string,
    /** Where the files are that its setting needs. */
    readonly settingFolder: string,
    readonly stack: ChaosStack,
    readonly platform: Platform,
    readonly links: Links | undefined,
    readonly disks: Disks,
    private readonly running: Running,
  ) {}

  /** The processes of services; what a fault starts is one of them. */
  get services(): Started {
    return this.running.services;
  }

  /** Starts everything on ports that nobody uses. Whatever was started is stopped again when a part fails. */
  static async open({ folder, setting, settingFolder = '', onStart = () => undefined, tell = () => undefined }: SitePlan): Promise<Site> {
    clear(folder);
    const told = { closed: false, add: onStart };
    const running: Running = { services: new Started(told), servers: new Started(told) };
    const ports = portsOf(await freePorts(portCount));
    const secrets = secretsOf(folder);
    const links = setting.proxied ? await linksTo(ports) : undefined;
    const disks = mounted(folder, setting);
    const undo: (() => Promise<void>)[] = [() => closeLinks(links), () => unmount(disks)];
    try {
      tell('Kafka, Postgres and the schema registry …');
      const plan = { folder, ports, postgresPassword: secrets.postgresPassword, ...(links && { advertisedPort: links.kafka.port }) };
      const stack = await startChaosStack(plan, running.servers);
      undo.unshift(() => stack.stop());
      const seen = links ? { ...stack, databaseUrl: by(links.postgres, stack.databaseUrl), kafkaBrokers: `127.0.0.1:${links.kafka.port}` } : stack;
      const besides = { ...(links && waysOut(links)), ...setting.besides };
      const onServiceStart = (process: ManagedProcess): void => running.services.add(process);
      const platform = await startPlatform({ folder, ports, secrets, stack: seen, onStart: onServiceStart, tell, besides });
      undo.unshift(() => platform.stop());
      await recordOutboxes(platform.installation);
      return new Site(folder, settingFolder, stack, platform, links, disks, running);
    } catch (error) {
      for (const step of undo) await step();
      throw error;
    }
  }

  /**
   * Stops everything, and keeps logs, ledgers and exchanged files in a folder where one is named.
   *
   * A fault that is under way cannot be stopped: what it has started, or starts yet, is ended with the rest.
   */
  async close(evidence?: string): Promise<void> {
    try {
      await this.platform.stop();
      await this.running.services.close();
      await this.stack.stop();
      await this.running.servers.close();
      await closeLinks(this.links);
    } finally {
      if (evidence !== undefined) keepEvidence(this.folder, evidence);
    }
    await unmount(this.disks);
    clear(this.folder);
  }
}

function linksTo({ postgres, kafka, sandbox }: Ports): Promise<Links> {
  return openLinks({ postgres, kafka, erp: sandbox, integrator: sandbox });
}

/** The settings that lead the calls of services through the proxies. */
function waysOut({ erp, integrator }: Links): Besides {
  return {
    'erp-writer': { env: { ERP_URL: `http://127.0.0.1:${erp.port}/erp` } },
    'einvoice-sender': { env: { INTEGRATOR_URL: `http://127.0.0.1:${integrator.port}/integrator` } },
  };
}

async function closeLinks(links: Links | undefined): Promise<void> {
  await Promise.all(Object.values(links ?? {}).map((proxy) => proxy.close()));
}

/** Disks at the folders of the parts that are to have one. */
function mounted(folder: string, { disks = {} }: Setting): Disks {
  return Object.fromEntries(Object.entries(disks).map(([name, megabytes]) => [name, Disk.mount(join(folder, name), megabytes)]));
}

function unmount(disks: Disks): Promise<void> {
  for (const disk of Object.values(disks)) disk.unmount();
  return Promise.resolve();
}

/** Copies logs, ledgers and exchanged files of a site out of its folder, as far as there are any. */
export function keepEvidence(folder: string, evidence: string): void {
  rmSync(evidence, { recursive: true, force: true });
  for (const name of EVIDENCE) {
    if (existsSync(join(folder, name))) cpSync(join(folder, name), join(evidence, name), { recursive: true });
  }
}

function clear(folder: string): void {
  for (const path of [folder, postgresFolder(postgresData(folder))]) rmSync(path, { recursive: true, force: true });
}
