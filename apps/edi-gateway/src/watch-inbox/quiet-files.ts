/** A file as a look into a folder sees it. */
export interface SeenFile {
  readonly name: string;
  /** The bytes of the name. */
  readonly raw: Buffer;
  readonly size: number;
  readonly mtimeMs: number;
}

/** How long a file must have been as it is before it is taken. */
export interface Patience {
  readonly quietMs: number;
  readonly emptyMs: number;
}

interface Known extends SeenFile {
  readonly since: number;
}

/** Tells which files of one folder are complete: those whose size and time have not changed for long enough. */
export class QuietFiles {
  private known = new Map<string, Known>();

  constructor(private readonly patience: Patience) {}

  /**
   * What is complete of what is seen now; the one that was changed first comes first. An empty file is given more time.
   *
   * @param now milliseconds of a clock that never goes back.
   */
  complete(seen: readonly SeenFile[], now: number): SeenFile[] {
    const known = seen.map((file): Known => {
      const before = this.known.get(keyOf(file));
      const same = before && before.size === file.size && before.mtimeMs === file.mtimeMs;
      return { ...file, since: same ? before.since : now };
    });
    this.known = new Map(known.map((file) => [keyOf(file), file]));
    return known
      .filter((file) => now - file.since >= this.waitOf(file))
      .sort((one, other) => one.mtimeMs - other.mtimeMs || (one.name < other.name ? -1 : 1))
      .map(({ since: _, ...file }) => file);
  }

  /** Has a file wait for so long, unless it changes or comes anew: it could not be taken. */
  putOff(file: SeenFile, forMs: number, now: number): void {
    this.known.set(keyOf(file), { ...file, since: now + forMs - this.waitOf(file) });
  }

  private waitOf({ size }: SeenFile): number {
    const { quietMs, emptyMs } = this.patience;
    return size === 0 ? Math.max(quietMs, emptyMs) : quietMs;
  }
}

function keyOf({ raw }: SeenFile): string {
  return raw.toString('latin1');
}
