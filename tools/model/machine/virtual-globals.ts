import crypto from 'node:crypto';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type net from 'node:net';
import timersPromises from 'node:timers/promises';
import type { Happening } from './event-queue.js';
import type { Machine } from './machine.js';
import { runningProcess } from './model-process.js';

/** What a socket of the model is made by. */
export type MakesSockets = () => net.Socket;

const require = createRequire(import.meta.url);

interface Handle {
  cancel(): void;
  ref(): Handle;
  unref(): Handle;
  hasRef(): boolean;
}

/**
 * Puts the clock, the timers, chance and the sockets of the whole process under a machine, until the returned function
 * is called.
 *
 * Code of no process of the model keeps the real timers and sockets; the clock is the machine's for everyone.
 */
export function underMachine(machine: Machine, makeSocket: MakesSockets): () => void {
  const undo: (() => void)[] = [];
  const replace = <T extends object, K extends keyof T>(holder: T, name: K, value: T[K]): void => {
    const descriptor = Object.getOwnPropertyDescriptor(holder, name);
    const before = holder[name];
    Object.defineProperty(holder, name, { value, writable: true, configurable: true, enumerable: true });
    undo.push(() => {
      if (descriptor) Object.defineProperty(holder, name, descriptor);
      else if (before === undefined) Reflect.deleteProperty(holder, name);
      else Reflect.deleteProperty(holder, name);
    });
  };

  replaceTimers(machine, replace);
  replaceClock(machine, replace);
  replace(Math, 'random', machine.random.next);
  replace(crypto, 'randomUUID', (() => machine.random.uuid()) as typeof crypto.randomUUID);
  const sockets = require('node:net') as typeof net;
  const RealSocket = sockets.Socket;
  replace(sockets, 'Socket', function Socket(this: unknown, ...rest: unknown[]) {
    return runningProcess() ? makeSocket() : Reflect.construct(RealSocket, rest);
  } as unknown as typeof net.Socket);
  syncBuiltinESMExports();
  return () => {
    for (const one of undo.toReversed()) one();
    syncBuiltinESMExports();
  };
}

type Replace = <T extends object, K extends keyof T>(holder: T, name: K, value: T[K]) => void;

function replaceTimers(machine: Machine, replace: Replace): void {
  const real = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate };
  const realDelay = timersPromises.setTimeout;

  const start = (ms: number, act: () => void, again: boolean): Handle | undefined => {
    const owner = runningProcess();
    if (!owner) return undefined;
    let happening: Happening;
    const plan = (): Happening =>
      machine.timer(ms, owner, () => {
        if (again) happening = plan();
        act();
      });
    happening = plan();
    const handle: Handle = {
      cancel: () => void (happening.cancelled = true),
      ref: () => handle,
      unref: () => handle,
      hasRef: () => true,
    };
    return handle;
  };
  const isOurs = (handle: unknown): handle is Handle =>
    typeof handle === 'object' && handle !== null && 'cancel' in handle;
  const stop = (otherwise: (handle: never) => void) => (handle: unknown) =>
    isOurs(handle) ? handle.cancel() : otherwise(handle as never);

  const timeout = (act: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): unknown =>
    start(ms, () => act(...args), false) ?? real.setTimeout(act, ms, ...args);
  const interval = (act: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): unknown =>
    start(ms, () => act(...args), true) ?? real.setInterval(act, ms, ...args);
  const immediate = (act: (...args: unknown[]) => void, ...args: unknown[]): unknown =>
    start(0, () => act(...args), false) ?? real.setImmediate(act, ...args);
  const delay = (ms?: number, value?: unknown, options?: object): Promise<unknown> =>
    runningProcess()
      ? new Promise((resolve) => void start(ms ?? 0, () => resolve(value), false))
      : realDelay(ms, value, options);

  replace(globalThis, 'setTimeout', timeout as unknown as typeof setTimeout);
  replace(globalThis, 'setInterval', interval as unknown as typeof setInterval);
  replace(globalThis, 'setImmediate', immediate as unknown as typeof setImmediate);
  replace(globalThis, 'clearTimeout', stop(real.clearTimeout) as typeof clearTimeout);
  replace(globalThis, 'clearInterval', stop(real.clearInterval) as typeof clearInterval);
  replace(globalThis, 'clearImmediate', stop(real.clearImmediate) as typeof clearImmediate);
  replace(timersPromises, 'setTimeout', delay as typeof timersPromises.setTimeout);
}

function replaceClock(machine: Machine, replace: Replace): void {
  const RealDate = Date;
  const VirtualDate = new Proxy(RealDate, {
    apply: () => new RealDate(machine.now).toString(),
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [machine.now] : args, newTarget) as Date,
    get: (target, name, receiver) => (name === 'now' ? () => Math.floor(machine.now) : Reflect.get(target, name, receiver)),
  });
  replace(globalThis, 'Date', VirtualDate);
  replace(performance, 'now', () => machine.elapsed + 1_000);
}
