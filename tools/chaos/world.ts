import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Platform } from '../platform/platform.js';
import { planOf, services, urlOf, type ServiceName } from '../platform/services.js';
import type { Supervised } from '../platform/supervised.js';
import type { ManagedProcess } from '../stack/managed-process.js';
import { freePorts } from '../stack/preflight.js';
import { Started } from '../stack/started.js';
import type { ChaosStack } from './chaos-stack.js';
import { isThere } from './processes.js';
import type { Links } from './proxy/links.js';
import { SandboxControl } from './sandbox-control.js';
import type { Site } from './site.js';
import { startUntilReady } from './start-until-ready.js';

/** Everything that can be killed in the middle of its work: the sandbox is the outside world, and is not. */
export const victims: readonly ServiceName[] = services.filter((name) => name !== 'sandbox');

/** What a fault has done, and what was not as it should be; in sentences. */
export interface Notes {
  readonly acts: string[];
  readonly misses: string[];
  /** What was as it should be, but later than the row allows. */
  readonly late: string[];
}

const LOOK_EVERY_MS = 50;
/** As in the chart. */
const PROBE_TIMEOUT_MS = 3_000;
const READY_WITHIN_MS = 120_000;

/**
 * What a fault happens to: an installation under load.
 *
 * Times and counts of a fault are those of the matrix, times the scale of the run: at 1 as they are written there.
 */
export class World {
  readonly sandbox: SandboxControl;
  /** When the fault itself has ended, where it has said so; milliseconds since 1970. */
  endedAt: number | undefined;
  /** Is told of each such moment. */
  onOver: (end: number) => void = () => undefined;
  private readonly beside: Started;
  private joined = 0;

  constructor(
    readonly site: Site,
    private readonly notes: Notes,
    private readonly scale: number,
    private readonly print: (sentence: string) => void = () => undefined,
    /** The services that were killed, by it or by a part of it, or have died of it. */
    readonly killed: Set<ServiceName> = new Set(),
  ) {
    this.sandbox = new SandboxControl(this.platform.installation);
    this.beside = new Started(site.services);
  }

  get platform(): Platform {
    return this.site.platform;
  }

  get stack(): ChaosStack {
    return this.site.stack;
  }

  /** The proxies on the services' ways, where the fault has asked for them. */
  get links(): Links {
    const { links } = this.site;
    if (!links) throw new Error('The site has no proxies.');
    return links;
  }

  /** Prints what is done, and has it in the report. */
  tell(act: string): void {
    this.notes.acts.push(act);
    this.print(act);
  }

  /** Notes what was not as it should be; the run has failed then. */
  miss(sentence: string): void {
    this.notes.misses.push(sentence);
    this.print(`NOT SO: ${sentence}`);
  }

  /** Notes how long something has taken where that is longer than it may; the run has failed then, too. */
  measured(what: string, seconds: number, limitSeconds: number): void {
    if (seconds <= limitSeconds) return;
    const sentence = `${what} took ${seconds.toFixed(1)} s; the limit is ${limitSeconds} s`;
    this.notes.late.push(sentence);
    this.print(`LATE: ${sentence}`);
  }

  /** Seconds of the matrix, at the scale of the run. */
  async pause(seconds: number): Promise<void> {
    await wait(this.milliseconds(seconds));
  }

  /** How long seconds of the matrix are, at the scale of the run. */
  milliseconds(seconds: number): number {
    return seconds * this.scale * 1_000;
  }

  /** The same world for a part of the run, at a share of its scale; what joins in it is ended with the part. */
  at(share: number): World {
    return new World(this.site, this.notes, this.scale * share, this.print, this.killed);
  }

  /** Says that the fault itself ends now: whatever is waited for from here on is part of the way back. The last call counts. */
  over(): number {
    this.endedAt = Date.now();
    this.onOver(this.endedAt);
    return this.endedAt;
  }

  /** How often something is done that the matrix wants done so often; at least once. */
  times(count: number): number {
    return Math.max(1, Math.round(count * this.scale));
  }

  /** The supervised process of a service. */
  process(service: ServiceName): Supervised {
    const process = this.platform.processes.get(service);
    if (!process) throw new Error(`${service} does not run here.`);
    return process;
  }

  /** SIGKILL to a service, which its supervisor starts again after a second; resolves once the process is gone. */
  async kill(service: ServiceName): Promise<void> {
    const process = this.process(service);
    const { pid } = process;
    this.site.died = true;
    this.killed.add(service);
    process.signal('SIGKILL');
    while (isThere(pid)) await wait(LOOK_EVERY_MS);
  }

  /** Ends a process that was started beside, with or without a word; resolves once it is gone. */
  async end(beside: ManagedProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (signal === 'SIGTERM') return beside.stop();
    this.site.died = true;
    beside.signal(signal);
    await beside.ended();
  }

  /** Resolves once this process of a service is gone. @throws where it has not ended within two minutes. */
  async untilGone(service: ServiceName, pid: number): Promise<void> {
    const end = performance.now() + READY_WITHIN_MS;
    while (isThere(pid)) {
      if (performance.now() > end) throw new Error(`${service} (process ${pid}) has not ended within ${READY_WITHIN_MS / 1_000} s.`);
      await wait(LOOK_EVERY_MS);
    }
  }

  /** Resolves once another process than this one of a service is ready. @throws where it has not ended within two minutes. */
  async untilReplaced(service: ServiceName, pid: number): Promise<void> {
    const end = performance.now() + READY_WITHIN_MS;
    while (this.process(service).pid === pid) {
      if (performance.now() > end) throw new Error(`${service} (process ${pid}) has not ended within ${READY_WITHIN_MS / 1_000} s.`);
      await wait(LOOK_EVERY_MS);
    }
    await this.untilReady(service);
  }

  async isReady(service: ServiceName): Promise<boolean> {
    return this.answers(service, '/health/ready');
  }

  async isLive(service: ServiceName): Promise<boolean> {
    return this.answers(service, '/health/live');
  }

  /** Resolves once a service answers that it is ready. @throws after two minutes. */
  async untilReady(service: ServiceName): Promise<void> {
    const end = performance.now() + READY_WITHIN_MS;
    while (!(await this.isReady(service))) {
      if (performance.now() > end) throw new Error(`${service} was not ready within ${READY_WITHIN_MS / 1_000} s.`);
      await wait(LOOK_EVERY_MS);
    }
  }

  /**
   * Starts one more process of a service beside the supervised one; it takes its share of the partitions.
   *
   * Another fault may have taken away what it needs to start: it is started again until it is ready.
   * @throws after two minutes, and once the site or this world is closed.
   */
  async join(service: ServiceName): Promise<ManagedProcess> {
    const { installation } = this.platform;
    const [port] = (await freePorts(1)) as [number];
    this.joined += 1;
    const label = `${service}-beside-${this.joined}`;
    const plan = planOf(service, installation);
    const beside = {
      ...plan,
      name: label,
      env: { ...plan.env, PORT: String(port), SPAN_FILE: join(installation.folder, 'spans', `${label}.jsonl`) },
      logFile: join(installation.folder, 'logs', `${label}.log`),
      ready: async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok,
      readyWithinMs: READY_WITHIN_MS,
    };
    return startUntilReady(beside, (each) => this.beside.start(each));
  }

  /** Runs some work on a connection to a service's database, as the superuser. */
  async inDatabase<T>(service: ServiceName, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const url = new URL(this.stack.databaseUrl);
    url.pathname = new URL(this.platform.installation.databaseUrls.get(service) ?? '').pathname;
    const client = new pg.Client({ connectionString: url.href });
    client.on('error', () => undefined); // the server may be killed meanwhile; the statement under way tells
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Runs some work while a table of a service is locked, by somebody who wants nothing else. */
  async whileLocked(service: ServiceName, table: string, mode: 'EXCLUSIVE' | 'ACCESS EXCLUSIVE', work: () => Promise<void>): Promise<void> {
    await this.inDatabase(service, async (client) => {
      await client.query('BEGIN');
      await client.query(`LOCK TABLE ${table} IN ${mode} MODE`);
      await work();
      await client.query('ROLLBACK');
    });
  }

  /** Ends what was started beside, or is being started; nothing joins any more. */
  async close(): Promise<void> {
    await this.beside.close();
  }

  private async answers(service: ServiceName, path: string): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
      return (await fetch(`${urlOf(service, this.platform.installation)}${path}`, { signal })).ok;
    } catch {
      return false;
    }
  }
}
