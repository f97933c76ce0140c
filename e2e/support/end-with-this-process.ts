import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { ManagedProcess } from '@kervan/tools/stack/managed-process';

const program = fileURLToPath(new URL('./end-groups.mjs', import.meta.url));

let pipe: Socket | undefined;

/**
 * Kills a started process, with its group, when this one ends before it was stopped, however it ends: by its own exit, by
 * Ctrl-C or another signal, or by SIGKILL, as Vitest does to the worker of a test file once its main process is gone.
 *
 * It runs in a group of its own, which a signal to the terminal's does not reach. So does the program that kills it, which
 * waits for the end of a pipe from here: the kernel closes that whatever this process dies of.
 */
export function endWithThisProcess(child: ManagedProcess): void {
  if (!child.running) return;
  const ender = (pipe ??= startEnder());
  ender.write(`+${child.pid}\n`);
  void child.ended().then(() => ender.write(`-${child.pid}\n`));
}

function startEnder(): Socket {
  const ender = spawn(process.execPath, [program], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  const stdin = ender.stdin as Socket;
  ender.unref(); // this process ends without it
  stdin.unref();
  return stdin;
}
