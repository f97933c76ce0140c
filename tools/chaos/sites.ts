import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ManagedProcess } from '../stack/managed-process.js';
import { ordersOf, type FaultPlan } from './fault-plan.js';
import type { Fault } from './faults/fault.js';
import { keepEvidence, Site, type SitePlan } from './site.js';

/** More are judged too slowly: each judgement is over everything that was ever sent on a site. */
const MOST_ORDERS = 5_000;

/** Who is told of what a site does. */
export interface SiteEvents {
  readonly onStart: (process: ManagedProcess) => void;
  readonly tell: (sentence: string) => void;
}

/** One site at a time, kept for the next fault as long as it is of use for it. */
export class Sites {
  private opening: Promise<Site> | undefined;
  private closing: Promise<unknown> = Promise.resolve();
  private ended = false;
  private setting: Fault['setting'];
  private seed = NaN;
  private orders = 0;

  constructor(
    private readonly folder: string,
    private readonly events: SiteEvents,
    private readonly openSite: (plan: SitePlan) => Promise<Site> = (plan) => Site.open(plan),
  ) {}

  /** The site that runs, where it is set up as the fault needs it and nothing is wrong with it; else a new one. @throws after the {@link end}. */
  async siteFor(plan: FaultPlan): Promise<Site> {
    const folder = join(this.folder, 'site');
    const { seed, fault: { setting, setBySeed } } = plan;
    const isSetUp = this.setting === setting && (!setBySeed || this.seed === seed);
    if (this.opening && (!isSetUp || this.orders + ordersOf(plan) > MOST_ORDERS)) await this.close();
    if (this.ended) throw new Error('No site is opened any more.');
    if (!this.opening) {
      this.orders = 0;
      this.setting = setting;
      this.seed = seed;
      this.opening = this.open(folder, plan);
    }
    this.orders += ordersOf(plan);
    return this.opening;
  }

  private async open(folder: string, { seed, fault: { setting } }: FaultPlan): Promise<Site> {
    const settingFolder = join(this.folder, 'setting');
    rmSync(settingFolder, { recursive: true, force: true });
    return this.openSite({ folder, settingFolder, setting: (await setting?.(settingFolder, seed)) ?? {}, ...this.events });
  }

  /** Ends a site with which something is wrong, also one that could not be opened; keeps what tells of it. */
  async retire(evidence: string): Promise<void> {
    await this.close(evidence);
  }

  /** Closes the site, however far it is: one that is still being opened first, one that is being closed already to its end. */
  async end(): Promise<void> {
    this.ended = true;
    await this.close();
    await this.closing;
  }

  private async close(evidence?: string): Promise<void> {
    const { opening } = this;
    this.opening = undefined;
    const closed = opening?.then(
      (site) => site.close(evidence),
      () => evidence !== undefined && keepEvidence(join(this.folder, 'site'), evidence),
    );
    this.closing = Promise.allSettled([this.closing, closed]);
    await closed;
  }
}
