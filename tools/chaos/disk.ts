import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEGABYTE = Buffer.alloc(1_048_576);
const FILLER = 'filler';

/** A file system in memory that is mounted at a folder, and can be filled to its last byte. */
export class Disk {
  private constructor(private readonly folder: string) {}

  /** Mounts it, empty. @throws where this machine does not let it. */
  static mount(folder: string, megabytes: number): Disk {
    mkdirSync(folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'kervan-chaos', folder], { stdio: 'pipe' });
    return new Disk(folder);
  }

  /** Takes all that is free on it. */
  fill(): void {
    const file = openSync(join(this.folder, FILLER), 'w');
    try {
      for (let size = MEGABYTE.length; size > 0; ) {
        try {
          writeSync(file, MEGABYTE, 0, size);
        } catch {
          size = Math.floor(size / 2); // the last bytes in ever smaller pieces
        }
      }
    } finally {
      closeSync(file);
    }
  }

  /** Gives back what {@link fill} has taken. */
  free(): void {
    rmSync(join(this.folder, FILLER), { force: true });
  }

  unmount(): void {
    execFileSync('umount', [this.folder], { stdio: 'pipe' });
  }
}

/** Why no disk can be mounted here; undefined where one can. */
export function whyNoDisk(): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'kervan-disk-'));
  try {
    Disk.mount(folder, 1).unmount();
    return Promise.resolve(undefined);
  } catch (error) {
    return Promise.resolve(`no file system can be mounted: ${String(error).trim().split('\n').at(-1)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
