import { join } from 'node:path';
import { type Besides, type Installation, type ServiceName, services, urlOf } from '@kervan/tools/platform/services';
import { startPlatform, type Platform } from '@kervan/tools/platform/platform';
import type { Stack } from '@kervan/tools/stack/stack';
import { startBenchStack } from '../measure/bench-stack.js';
import type { LoadSettings } from './load-protocol.js';

/** A stack and services on it, empty and for one run alone. */
export interface BenchInstallation {
  readonly stack: Stack;
  readonly platform: Platform;
  /** The root process of each part, by process id. */
  readonly processes: ReadonlyMap<number, string>;
  stop(): Promise<void>;
}

/** From the till to the paid invoice; those who only follow the events of such an order are beside the way. */
const onTheWay: readonly ServiceName[] = ['sandbox', 'pos-ingest', 'order-orchestrator', 'erp-writer', 'einvoice-sender'];

/**
 * Starts Kafka, Postgres, the registry, the sandbox and the services on the way, or every service, each with empty data in
 * `.local/bench`.
 *
 * @param profiles a folder: each service then leaves a CPU profile there as it ends, and is slower for it.
 * @throws {Refusal} while another run of this checkout is on its way.
 */
export async function startInstallation(
  everyService: boolean,
  tell: (sentence: string) => void,
  profiles?: string,
): Promise<BenchInstallation> {
  const bench = await startBenchStack(tell);
  const { stack, processes } = bench;
  try {
    const platform = await startPlatform({ ...bench, tell, ...(everyService ? {} : { only: onTheWay }), ...(profiles ? { besides: profiled(profiles) } : {}) });
    const stop = async (): Promise<void> => {
      await platform.stop();
      await bench.stop();
    };
    return { stack, platform, processes, stop };
  } catch (error) {
    await bench.stop();
    throw error;
  }
}

function profiled(folder: string): Besides {
  return Object.fromEntries(
    services.map((name) => [name, { execArgv: ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${name}.cpuprofile`] }]),
  );
}

/** Where a load posts its sales, and is told of their end. */
export function tillsOf(installation: Installation): LoadSettings {
  return {
    salesUrl: `${urlOf('pos-ingest', installation)}/v1/sales`,
    kafkaBrokers: installation.stack.kafkaBrokers,
    tillKeys: join(installation.folder, 'till-keys.json'),
  };
}
