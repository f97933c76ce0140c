import { readFileSync } from 'node:fs';

/** Resident memory of a process at a moment. */
export interface Resident {
  readonly second: number;
  readonly megabytes: number;
}

/** Reads `VmRSS` of /proc/<pid>/status; megabytes of 1,000,000 bytes. @throws where the process has ended. */
export function residentOf(pid: number): number {
  return residentIn(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

/** The same of the file's text. */
export function residentIn(status: string): number {
  const kibibytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  if (Number.isNaN(kibibytes)) throw new Error('the process has no memory of its own any more');
  return (kibibytes * 1_024) / 1_000_000;
}
