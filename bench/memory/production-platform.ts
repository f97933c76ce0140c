import { join } from 'node:path';
import { compile } from '@kervan/tools/image/compile';
import { writeTree } from '@kervan/tools/image/write-tree';
import { preparePlatform } from '@kervan/tools/platform/platform';
import { type Installation, planOf, services, type ServiceName } from '@kervan/tools/platform/services';
import { localFolder } from '@kervan/tools/stack/checkout';
import { ManagedProcess } from '@kervan/tools/stack/managed-process';
import { type BenchStack, startBenchStack } from '../measure/bench-stack.js';
import { entryArguments, heapArguments, type PodHeap, podHeap } from './pod-heap.js';

/** Every service as production runs it: compiled, from the files of its image alone, with the heap of its pod. */
export interface ProductionPlatform {
  readonly bench: BenchStack;
  readonly installation: Installation;
  readonly heap: PodHeap;
  readonly processes: ReadonlyMap<ServiceName, ManagedProcess>;
  stop(): Promise<void>;
}

const trees = join(localFolder, 'bench-images');
/** The sandbox keeps its books in memory: some 6 KB for each order. */
const SANDBOX_HEAP_MB = 12_288;

/** Compiles the services, writes the files of their images to `.local/bench-images`, and starts them on an empty stack. */
export async function startProductionPlatform(tell: (sentence: string) => void): Promise<ProductionPlatform> {
  tell('Compiling, and the files of each image …');
  await compile();
  for (const name of services) await writeTree(name, join(trees, name));
  const heap = podHeap();
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
      const process = ManagedProcess.start(asInImage(name, installation, heap));
      processes.set(name, process);
      bench.onStart(process);
    }
    await Promise.all([...processes.values()].map((process) => process.ready()));
    return { bench, installation, heap, processes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A process started as its image starts it; its spans are made and exported, and kept nowhere. */
function asInImage(name: ServiceName, installation: Installation, heap: PodHeap): ReturnType<typeof planOf> {
  const plan = planOf(name, installation);
  const ofHeap = name === 'sandbox' ? [`--max-old-space-size=${SANDBOX_HEAP_MB}`] : heapArguments(heap);
  return {
    ...plan,
    args: [...ofHeap, ...entryArguments(), 'main.js'],
    cwd: join(trees, name),
    env: { ...plan.env, NODE_ENV: 'production', SPAN_FILE: '/dev/null' },
  };
}
