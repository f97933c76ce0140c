import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runSource } from '@kervan/tools/platform/services';
import type { LoadedSale, LoadOrder, LoadSettings, LoadState, LoadTold } from './load-protocol.js';

/** Steers a load process. */
export class LoadControl {
  private readonly refusals: string[] = [];

  private constructor(private readonly child: ReturnType<typeof fork>) {
    child.on('error', () => undefined); // told to whoever waits for it as a process that ended
    child.on('message', (told: LoadTold) => {
      if (told.kind === 'refused') this.refusals.push(`${told.status} ${told.code}`);
    });
  }

  /** Starts a load process; it posts nothing yet. @throws when it ends before it is ready. */
  static async start(settings: LoadSettings): Promise<LoadControl> {
    const child = fork(fileURLToPath(new URL('./load-process.ts', import.meta.url)), {
      execArgv: runSource,
      env: { ...process.env, LOAD_SETTINGS: JSON.stringify(settings) },
    });
    const control = new LoadControl(child);
    await control.told('ready');
    return control;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  give(order: LoadOrder): void {
    if (this.child.connected) this.child.send(order);
  }

  /** @throws when a sale was refused: sales of a run are all good, so the run is void. Also when the load process has ended. */
  async state(): Promise<LoadState> {
    this.give({ kind: 'state' });
    const state = await this.told('state');
    if (this.refusals.length > 0) throw new Error(`pos-ingest refused sales of the run: ${this.refusals.slice(0, 3).join(', ')}`);
    return state;
  }

  async sales(): Promise<readonly LoadedSale[]> {
    this.give({ kind: 'sales' });
    return (await this.told('sales')).sales;
  }

  stop(): void {
    this.child.disconnect();
  }

  private told<K extends LoadTold['kind']>(kind: K): Promise<Extract<LoadTold, { kind: K }>> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null): void => reject(new Error(`the load process ended with ${String(code)}`));
      if (!this.child.connected) return ended(this.child.exitCode);
      const listen = (told: LoadTold): void => {
        if (told.kind !== kind) return;
        this.child.off('message', listen).off('exit', ended);
        resolve(told as Extract<LoadTold, { kind: K }>);
      };
      this.child.on('message', listen).once('exit', ended);
    });
  }
}
