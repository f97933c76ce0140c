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
  private known: ReadonlyMap<string, Known> = new Map();

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
    const { quietMs, emptyMs } = this.patience;
    return known
      .filter(({ size, since }) => now - since >= (size === 0 ? Math.max(quietMs, emptyMs) : quietMs))
      .sort((one, other) => one.mtimeMs - other.mtimeMs || (one.name < other.name ? -1 : 1))
      .map(({ since: _, ...file }) => file);
  }
}

function keyOf({ raw }: SeenFile): string {
  return raw.toString('latin1');
}
