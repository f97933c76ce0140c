import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '@kervan/tools/stack/checkout';
import { parse } from 'yaml';

/** The memory of a service's pod, and what Node takes of it for its heap; MiB. */
export interface PodHeap {
  readonly pod: number;
  readonly oldSpace: number;
}

/** Of a container's memory, what Node 24 takes for the old space where no option says otherwise (V8, `Heap::HeapSizeFromPhysicalMemory`). */
const OLD_SPACE_SHARE = 1 / 2;

/** The heap that a service has in a pod of the chart: on a larger machine it would take more, and look as if it needed it. */
export function podHeap(): PodHeap {
  const values = parse(readFileSync(join(checkout, 'helm/kervan/values.yaml'), 'utf8')) as { pods: { resources: { limits: { memory: string } } } };
  const { memory } = values.pods.resources.limits;
  const pod = Number(/^(\d+)Mi$/.exec(memory)?.[1]);
  if (Number.isNaN(pod)) throw new Error(`the chart limits the memory of a pod to “${memory}”, which is no number of Mi`);
  return { pod, oldSpace: pod * OLD_SPACE_SHARE };
}

/** Node's arguments that give it this heap; what the image says of the young generation comes after them. */
export function heapArguments({ oldSpace }: PodHeap): string[] {
  return [`--max-old-space-size=${oldSpace}`, '--max-semi-space-size=1'];
}

/** The arguments that the image starts Node with. */
export function entryArguments(): string[] {
  const dockerfile = readFileSync(join(checkout, 'deploy/docker/Dockerfile'), 'utf8');
  const [, ...rest] = JSON.parse(/^ENTRYPOINT (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]') as string[];
  return rest;
}
