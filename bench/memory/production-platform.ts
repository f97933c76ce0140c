import { join } from 'node:path';
import { compile } from '@kervan/tools/image/compile';
import { writeTree } from '@kervan/tools/image/write-tree';
import { preparePlatform } from '@kervan/tools/platform/platform';
import { type Installation, planOf, services, type ServiceName } from '@kervan/tools/platform/services';
import { localFolder } from '@kervan/tools/stack/checkout';
import { ManagedProcess } from '@kervan/tools/stack/managed-process';
import { type BenchStack, startBenchStack } from '../measure/bench-stack.js';

/** Every service as production runs it: compiled, from the files of its image alone. */
export interface ProductionPlatform {
  readonly bench: BenchStack;
  readonly installation: Installation;
  readonly processes: ReadonlyMap<ServiceName, ManagedProcess>;
  stop(): Promise<void>;
}

const trees = join(localFolder, 'bench-images');

/** Compiles the services, writes the files of their images to `.local/bench-images`, and starts them on an empty stack. */
export async function startProductionPlatform(tell: (sentence: string) => void): Promise<ProductionPlatform> {
  tell('Compiling, and the files of each image …');
  await compile();
  for (const name of services) await writeTree(name, join(trees, name));
  const bench = await startBenchStack(tell);
  const processes = new Map<ServiceName, ManagedProcess>();
  const stop = async (): Promise<void> => {
    await Promise.all([...processes.values()].map((process) => process.stop()));
    await bench.stop();
  };
  try {
    const installation = await preparePlatform({ ...bench, tell });
    tell('Services …');
    for (const name of services) {
      const plan = planOf(name, installation);
      const process = ManagedProcess.start({ ...plan, args: ['main.js'], cwd: join(trees, name), env: { ...plan.env, NODE_ENV: 'production' } });
      processes.set(name, process);
      bench.onStart(process);
    }
    await Promise.all([...processes.values()].map((process) => process.ready()));
    return { bench, installation, processes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
