import { open, type FileHandle } from 'node:fs/promises';
import { readLines } from './read-lines.js';

/** Reads and appends (O_APPEND | O_SYNC): a write returns once its bytes are on the disk, so no fsync follows it. */
const APPEND_TO_DISK = 'as+';

/** A line of a ledger: what was recorded, its place in the file (from 1, without gaps) and the instant of recording. */
export type Line<Entry> = Entry & { readonly seq: number; readonly at: string };

/**
 * An append-only file of JSON lines: an entry whose `append` has resolved is on the disk.
 *
 * Appends that arrive while a write is under way share the next write. A write that fails breaks the ledger: that
 * append and all later ones reject, so that nobody is told of a document that is not in the books.
 * A last line cut short by a crash was never acknowledged and is removed when the ledger is opened.
 * One process writes a ledger; it does not guard against a second one.
 */
export class Ledger<Entry extends { readonly kind: string }> {
  private buffer: string[] = [];
  private scheduled: Promise<void> | undefined;
  private tail: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: FileHandle,
    private seq: number,
  ) {}

  /** Opens (or creates) the ledger and shows every line that it holds, oldest first. */
  static async open<Entry extends { readonly kind: string }>(
    path: string,
    replay: (line: Line<Entry>) => void = () => {},
  ): Promise<Ledger<Entry>> {
    const file = await open(path, APPEND_TO_DISK);
    let seq = 0;
    const wholeBytes = await readLines(file, (text) => {
      const line = JSON.parse(text) as Line<Entry>;
      seq = line.seq;
      replay(line);
    });
    await file.truncate(wholeBytes);
    return new Ledger<Entry>(file, seq);
  }

  /** Resolves with the line once it is on the disk; lines keep the order in which they were appended. */
  async append(entry: Entry): Promise<Line<Entry>> {
    const line = { seq: ++this.seq, at: new Date().toISOString(), ...entry };
    this.buffer.push(`${JSON.stringify(line)}\n`);
    await this.drained();
    return line;
  }

  /** Resolves once everything appended so far is on the disk. */
  drained(): Promise<void> {
    if (this.buffer.length === 0) return this.tail;
    if (!this.scheduled) {
      this.scheduled = this.tail.then(() => this.store());
      this.tail = this.scheduled;
    }
    return this.scheduled;
  }

  /** Writes what is still waiting and closes the file. */
  async close(): Promise<void> {
    try {
      await this.drained();
    } finally {
      await this.file.close();
    }
  }

  private async store(): Promise<void> {
    const text = this.buffer.join('');
    this.buffer = [];
    this.scheduled = undefined;
    await this.file.appendFile(text);
  }
}
