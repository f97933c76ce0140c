import type { FlowSystem, RunningSystem } from './flow-system.js';

/** Knows the system that runs, so that it can be stopped from outside; afterwards none is started any more. */
export class OneAlive {
  private alive: Promise<RunningSystem> | undefined;
  private isStopped = false;

  /** The same system, known here while it runs, and stopped once however often it is told to. @throws at its start, once all is stopped. */
  watched({ name, start }: FlowSystem): FlowSystem {
    return {
      name,
      start: async (tell) => {
        if (this.isStopped) throw new Error(`${name} is not started any more: everything is being stopped.`);
        this.alive = start(tell).then((running) => ({ ...running, stop: once(() => running.stop()) }));
        return this.alive;
      },
    };
  }

  /** Stops what runs, or is being started. */
  async stop(): Promise<void> {
    this.isStopped = true;
    const running = await this.alive?.catch(() => undefined);
    await running?.stop();
  }
}

function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= act());
}
