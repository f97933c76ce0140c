import { Injectable } from '@nestjs/common';

/** What a check found; the reason is short, stable and free of data. */
export type Health = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export type HealthCheck = () => Health | Promise<Health>;

export interface HealthReport {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, Health>>;
}

const CHECK_TIMEOUT_MS = 2_000;

/**
 * Holds the checks behind `/health/live` and `/health/ready`.
 *
 * Live: only what a restart of this process would mend (progress of its own loops), never the reachability of another
 * system. Ready: what this service needs to take work. A check that throws, or takes over 2 s, counts as not ok.
 */
@Injectable()
export class HealthRegistry {
  private readonly liveness = new Map<string, HealthCheck>();
  private readonly readiness = new Map<string, HealthCheck>();

  live(name: string, check: () => Health): void {
    this.liveness.set(name, check);
  }

  ready(name: string, check: HealthCheck): void {
    this.readiness.set(name, check);
  }

  isLive(): Promise<HealthReport> {
    return report(this.liveness);
  }

  isReady(): Promise<HealthReport> {
    return report(this.readiness);
  }
}

async function report(checks: ReadonlyMap<string, HealthCheck>): Promise<HealthReport> {
  const results = await Promise.all([...checks].map(async ([name, check]) => [name, await withinTime(check)] as const));
  return { ok: results.every(([, health]) => health.ok), checks: Object.fromEntries(results) };
}

async function withinTime(check: HealthCheck): Promise<Health> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Health>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, reason: 'check-timeout' }), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([check(), late]);
  } catch {
    return { ok: false, reason: 'check-failed' };
  } finally {
    clearTimeout(timer);
  }
}
