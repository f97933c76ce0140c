import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './refusal.js';

interface Holder {
  readonly pid: number;
  readonly startedAtTicks: string;
}

interface Record {
  readonly launcher: Holder;
  readonly children: readonly Holder[];
  readonly ports?: Ports;
}

/** The ports of what a launcher runs, by name. */
type Ports = Readonly<globalThis.Record<string, number>>;

/**
 * One launcher at a time on a state folder.
 *
 * The file names the launcher and what it started, each with its start time, so that a process number that was given
 * to somebody else meanwhile is never mistaken for ours.
 */
export class StateLock {
  private readonly children: Holder[] = [];
  private ports: Ports | undefined;

  private constructor(private readonly file: string) {}

  /**
   * @throws {Refusal} when the folder is not the user's to write to, and while another launcher, or a process that one
   * left behind, runs on it.
   */
  static acquire(folder: string): StateLock {
    requireOwn(folder);
    const record = recordOf(folder);
    if (record) refuseRunning(record, folder);
    const lock = new StateLock(fileOf(folder));
    lock.write();
    return lock;
  }

  /** The ports that the launcher which runs on the folder has told; undefined while none runs. */
  static portsOf(folder: string): Ports | undefined {
    const record = recordOf(folder);
    return record && runs(record.launcher) ? record.ports : undefined;
  }

  /** Records where what is started listens, so that others find it. */
  tellPorts(ports: Ports): void {
    this.ports = ports;
    this.write();
  }

  /** Records a process that was started on the folder. */
  add(pid: number): void {
    const startedAtTicks = startOf(pid);
    if (startedAtTicks !== undefined) this.children.push({ pid, startedAtTicks });
    this.write();
  }

  /** Lets the next one start; of a process that was recorded and still runs, the record is left, which names it to the next one. */
  release(): void {
    if (!this.children.some(runs)) rmSync(this.file, { force: true });
  }

  private write(): void {
    const launcher = { pid: process.pid, startedAtTicks: startOf(process.pid) ?? '' };
    const whole = `${this.file}.new`;
    writeFileSync(whole, JSON.stringify({ launcher, children: this.children, ports: this.ports }));
    renameSync(whole, this.file); // whoever reads it meanwhile, or after a full disk, finds it whole
  }
}

function fileOf(folder: string): string {
  return join(folder, 'running.json');
}

function recordOf(folder: string): Record | undefined {
  const file = fileOf(folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record) : undefined;
}

function requireOwn(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch {
    throw new Refusal(`You may not write to ${folder}: start as the user who owns it, or work in a clone of your own.`);
  }
}

function refuseRunning({ launcher, children }: Record, folder: string): void {
  if (runs(launcher)) {
    throw new Refusal(`Kervan already runs on ${folder} (process ${launcher.pid}): stop that one with Ctrl-C or kill ${launcher.pid} first.`);
  }
  const left = children.filter(runs).map(({ pid }) => pid);
  if (left.length > 0) {
    throw new Refusal(`A start that was killed left processes on ${folder}: end them with kill ${left.join(' ')} and start again.`);
  }
}

function runs({ pid, startedAtTicks }: Holder): boolean {
  return startOf(pid) === startedAtTicks;
}

/** Field 22 of /proc/<pid>/stat: when the process started, in clock ticks since boot. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
