import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<ModelProcess>();

/** The process whose code is running; `undefined` outside of all. */
export function runningProcess(): ModelProcess | undefined {
  return current.getStore();
}

/**
 * One process of a service in the model: whatever its code starts (timers, connections, requests) is known to be its.
 *
 * A crash takes all of it away between two steps: nothing is told to it any more, nothing that it awaits ever comes. A
 * process that is frozen gets nothing until it wakes, and then goes on as if no time had passed.
 */
export class ModelProcess {
  isDead = false;
  frozenUntil = -Infinity;
  /** Steps so far: each moment at which the world outside could tell that the process is no more. */
  steps = 0;
  private readonly atDeath: (() => void)[] = [];

  constructor(
    readonly name: string,
    private readonly onStep: (process: ModelProcess, what: string) => void,
  ) {}

  /** Runs code as that of this process. */
  within<T>(code: () => T): T {
    return current.run(this, code);
  }

  /** Marks a moment between two steps; the process may die here. @returns false when it is dead. */
  step(what: string): boolean {
    if (this.isDead) return false;
    this.steps += 1;
    this.onStep(this, what);
    return !this.isDead;
  }

  onDeath(act: () => void): void {
    this.atDeath.push(act);
  }

  die(): void {
    if (this.isDead) return;
    this.isDead = true;
    for (const act of this.atDeath) act();
  }
}
