import { join } from 'node:path';
import { startKafka } from './kafka.js';
import type { ManagedProcess } from './managed-process.js';
import { freePorts } from './preflight.js';

/** Where a cluster keeps its state, and who is told of its processes. */
export interface ClusterPlan {
  /** Holds a folder per broker, and `logs/`. */
  readonly folder: string;
  readonly size?: number;
  /** Told of each process at once, so that a launcher can record it. */
  readonly onStart?: (process: ManagedProcess) => void;
}

/**
 * Several brokers, each a controller too, that can be killed one by one and come back with what they had.
 *
 * Three of them keep on while one is away. For runs and tests only: small heaps, and a broker counts as dead after 3 s.
 */
export class KafkaCluster {
  private readonly processes = new Map<number, ManagedProcess>();

  private constructor(
    private readonly plan: ClusterPlan,
    private readonly ports: readonly number[],
    private readonly controllerPorts: readonly number[],
  ) {}

  /** Starts all brokers. @throws {Refusal} when one is not ready in time; those that were started are stopped. */
  static async start(plan: ClusterPlan): Promise<KafkaCluster> {
    const size = plan.size ?? 3;
    const ports = await freePorts(2 * size);
    const cluster = new KafkaCluster(plan, ports.slice(0, size), ports.slice(size));
    try {
      for (const id of cluster.ids) cluster.launch(id);
      await Promise.all([...cluster.processes.values()].map((process) => process.ready()));
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** From 1 on. */
  get ids(): readonly number[] {
    return this.ports.map((_, index) => index + 1);
  }

  get brokers(): readonly string[] {
    return this.ports.map((port) => `127.0.0.1:${port}`);
  }

  /** Stops a broker in the middle of whatever it does, with its connections open. */
  freeze(id: number): void {
    this.processes.get(id)?.signal('SIGSTOP');
  }

  /** Ends a broker as a power cut of its machine would, but for what the operating system has still to write. */
  async kill(id: number): Promise<void> {
    const process = this.processes.get(id);
    process?.signal('SIGKILL');
    await process?.ended();
  }

  /** Starts a broker again on what it had; returns once it accepts connections. */
  async restart(id: number): Promise<void> {
    await this.launch(id).ready();
  }

  /** Ends all brokers at once; what they hold is not needed any more. */
  async stop(): Promise<void> {
    await Promise.all(this.ids.map((id) => this.kill(id)));
  }

  private launch(id: number): ManagedProcess {
    const { folder } = this.plan;
    const process = startKafka({
      folder: join(folder, `broker-${id}`),
      port: this.ports[id - 1]!,
      controllerPort: this.controllerPorts[id - 1]!,
      logFile: join(folder, 'logs', `broker-${id}.log`),
      member: { id, controllerPorts: this.controllerPorts },
    });
    this.processes.set(id, process);
    this.plan.onStart?.(process);
    return process;
  }
}
