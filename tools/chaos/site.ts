import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startPlatform, type Platform } from '../platform/platform.js';
import { portCount, portsOf } from '../platform/ports.js';
import { secretsOf } from '../platform/secrets.js';
import type { Besides } from '../platform/services.js';
import type { ManagedProcess } from '../stack/managed-process.js';
import { postgresFolder } from '../stack/postgres.js';
import { freePorts } from '../stack/preflight.js';
import { startChaosStack, type ChaosStack } from './chaos-stack.js';

/** How an installation has to be set up for a fault. */
export interface Setting {
  /** Settings and Node arguments of single services. */
  readonly besides?: Besides;
}

/** Where a site is made, and who is told of its processes. */
export interface SitePlan {
  /** Holds all state of the site and nothing else. */
  readonly folder: string;
  readonly setting: Setting;
  readonly onStart?: (process: ManagedProcess) => void;
  readonly tell?: (sentence: string) => void;
}

const EVIDENCE = ['logs', 'sandbox', 'edi'];

/** A stack, every service and the sandbox, with empty data, for faults to happen to. */
export class Site {
  private constructor(
    readonly folder: string,
    readonly setting: Setting,
    readonly stack: ChaosStack,
    readonly platform: Platform,
    readonly onStart: (process: ManagedProcess) => void,
  ) {}

  /** Starts everything on ports that nobody uses. Whatever was started is stopped again when a part fails. */
  static async open({ folder, setting, onStart = () => undefined, tell = () => undefined }: SitePlan): Promise<Site> {
    clear(folder);
    const ports = portsOf(await freePorts(portCount));
    const secrets = secretsOf(folder);
    tell('Kafka, Postgres and the schema registry …');
    const stack = await startChaosStack({ folder, ports, postgresPassword: secrets.postgresPassword, onStart });
    try {
      const platform = await startPlatform({ folder, ports, secrets, stack, onStart, tell, besides: setting.besides });
      return new Site(folder, setting, stack, platform, onStart);
    } catch (error) {
      await stack.stop();
      throw error;
    }
  }

  /** Stops everything, and keeps logs, ledgers and exchanged files in a folder where one is named. */
  async close(evidence?: string): Promise<void> {
    await this.platform.stop();
    await this.stack.stop();
    if (evidence !== undefined) keep(this.folder, evidence);
    clear(this.folder);
  }
}

function keep(folder: string, evidence: string): void {
  rmSync(evidence, { recursive: true, force: true });
  for (const name of EVIDENCE) {
    if (existsSync(join(folder, name))) cpSync(join(folder, name), join(evidence, name), { recursive: true });
  }
}

function clear(folder: string): void {
  for (const path of [folder, postgresFolder(join(folder, 'postgres'))]) rmSync(path, { recursive: true, force: true });
}
