import { join } from 'node:path';
import { planOf, type Installation, type ServiceName } from '../platform/services.js';
import { ManagedProcess, type ProcessPlan } from '../stack/managed-process.js';
import { freePorts } from '../stack/preflight.js';
import { Balancer, type Traffic } from './balancer.js';
import type { Release } from './release.js';

/** How a process went that was told to by SIGTERM. */
export interface Departure {
  readonly service: ServiceName;
  readonly label: string;
  /** Null where a signal had to end it. */
  readonly exitCode: number | null;
  readonly ms: number;
}

/** How processes are ended. */
export interface Leaving {
  /**
   * So long before SIGTERM they get no more requests, as after the preStop of a pod; milliseconds. Without it they are
   * told with all their traffic on, and are sent requests for a moment more, as until Kubernetes has told everyone.
   */
  readonly preStopMs?: number;
}

interface Replica {
  readonly service: ServiceName;
  readonly release: Release;
  readonly label: string;
  readonly process: ManagedProcess;
  told: boolean;
}

const READY_WITHIN_MS = 120_000;
/** How long a process is still sent requests that has been told to end. */
const TOLD_WITHIN_MS = 250;

/**
 * Several processes of each service, of one release or of two, behind one address each.
 *
 * What a Deployment and a Service do in Kubernetes: processes join beside others, get requests once they are ready, and
 * are told to leave by SIGTERM. None is started again: one that ends untold is told by {@link crashes}.
 */
export class Fleet {
  readonly departures: Departure[] = [];
  readonly crashes: string[] = [];
  private readonly balancers = new Map<ServiceName, Balancer>();
  private readonly joined = new Map<ServiceName, number>();
  private replicas: readonly Replica[] = [];
  private sandbox: ManagedProcess | undefined;

  private constructor(
    private readonly installation: Installation,
    private readonly onStart: (process: ManagedProcess) => void,
  ) {}

  /** Opens the addresses of the installation and starts the sandbox; no service runs yet. */
  static async open(installation: Installation, onStart: (process: ManagedProcess) => void = () => undefined): Promise<Fleet> {
    const fleet = new Fleet(installation, onStart);
    try {
      fleet.sandbox = ManagedProcess.start(planOf('sandbox', installation));
      onStart(fleet.sandbox);
      await fleet.sandbox.ready();
      return fleet;
    } catch (error) {
      await fleet.close();
      throw error;
    }
  }

  /** Starts one more process of each service, side by side; resolves once all of them get requests. @throws {Refusal} */
  async join(release: Release, services: readonly ServiceName[] = release.services): Promise<void> {
    await Promise.all(services.map((service) => this.joinOne(service, release)));
  }

  /** Ends the processes of a release, of one service after another, each by SIGTERM. */
  async leave(release: Release, { preStopMs }: Leaving = {}): Promise<void> {
    for (const replica of this.replicas.filter((each) => each.release === release)) {
      if (preStopMs !== undefined) {
        this.balancers.get(replica.service)?.leave(replica.label);
        await new Promise((resolve) => setTimeout(resolve, preStopMs));
      }
      await this.end(replica);
    }
  }

  /** What the callers of each service have seen. */
  get traffic(): ReadonlyMap<ServiceName, Traffic> {
    return new Map([...this.balancers].map(([service, balancer]) => [service, balancer.traffic]));
  }

  /** Ends everything: the services side by side, then the sandbox. */
  async close(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => this.end(replica)));
    await this.sandbox?.stop();
    await Promise.all([...this.balancers.values()].map((balancer) => balancer.close()));
  }

  private async joinOne(service: ServiceName, release: Release): Promise<void> {
    const balancer = await this.balancerOf(service, release);
    const [port] = (await freePorts(1)) as [number];
    const number = (this.joined.get(service) ?? 0) + 1;
    this.joined.set(service, number);
    const label = `${service}-${number}-${release.name}`;
    const process = ManagedProcess.start(planOfReplica(release.plan(service), this.installation, { label, port }));
    this.onStart(process);
    const replica: Replica = { service, release, label, process, told: false };
    this.replicas = [...this.replicas, replica];
    void process.ended().then(() => {
      if (!replica.told) this.crashes.push(`${label} ended by itself with ${process.exitCode}`);
    });
    balancer.add({ label, port });
    await process.ready();
    while (!balancer.ready.includes(label)) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  private async balancerOf(service: ServiceName, release: Release): Promise<Balancer> {
    const known = this.balancers.get(service);
    if (known) return known;
    const balancer = await Balancer.listen(Number(release.plan(service).env?.PORT));
    this.balancers.set(service, balancer);
    return balancer;
  }

  private async end(replica: Replica): Promise<void> {
    const { service, label, process } = replica;
    replica.told = true;
    const began = performance.now();
    setTimeout(() => this.balancers.get(service)?.leave(label), TOLD_WITHIN_MS);
    await process.stop();
    this.replicas = this.replicas.filter((each) => each !== replica);
    this.departures.push({ service, label, exitCode: process.exitCode, ms: Math.round(performance.now() - began) });
  }
}

/** The plan of a service's one process, for one of several: with a port, a log and spans of its own. */
function planOfReplica(
  plan: ProcessPlan,
  { folder }: Installation,
  { label, port }: { readonly label: string; readonly port: number },
): ProcessPlan {
  return {
    ...plan,
    name: label,
    env: { ...plan.env, PORT: String(port), SPAN_FILE: join(folder, 'spans', `${label}.jsonl`) },
    logFile: join(folder, 'logs', `${label}.log`),
    ready: async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok,
    readyWithinMs: READY_WITHIN_MS,
  };
}
