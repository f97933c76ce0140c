import { Injectable } from '@nestjs/common';
import type { PausedPartition } from './partition-rests.js';

/**
 * Which partitions this process takes nothing from for now, and why; none in a service that consumes nothing.
 *
 * For who shows what was taken in, and has to say where that is not all. Of other processes it tells nothing.
 */
@Injectable()
export class IntakePauses {
  private read: () => readonly PausedPartition[] = () => [];

  /** Tells of this consumer from now on. */
  follow(consumer: { readonly pauses: readonly PausedPartition[] }): void {
    this.read = () => consumer.pauses;
  }

  get now(): readonly PausedPartition[] {
    return this.read();
  }
}
