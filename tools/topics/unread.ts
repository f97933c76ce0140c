/** So long may pass until the next of what is awaited comes; milliseconds. */
const SILENT_MS = 120_000;

/** What is still to be read of partitions, up to where each is known to end. */
export class Unread {
  private readonly left: Map<string, bigint>;
  private readonly whole = Promise.withResolvers<void>();
  private silence: NodeJS.Timeout | undefined;

  /** @param ends by `<topic>/<partition>`. */
  constructor(ends: ReadonlyMap<string, bigint>) {
    this.left = new Map(ends);
    this.whole.promise.catch(() => undefined); // told to whoever awaits it
    this.listen();
  }

  /** Resolves once all was read. Rejects where nothing of it came for two minutes, with the names of what is left. */
  get read(): Promise<void> {
    return this.whole.promise;
  }

  /** A partition was read up to there, exclusively. */
  reached(partition: string, next: bigint): void {
    const end = this.left.get(partition);
    if (end === undefined) return;
    if (next >= end) this.left.delete(partition);
    this.listen();
  }

  /** It will not be read. */
  fail(error: Error): void {
    this.whole.reject(error);
  }

  /** Whoever has awaited it as long as they want to calls this. */
  close(): void {
    clearTimeout(this.silence);
  }

  private listen(): void {
    clearTimeout(this.silence);
    if (this.left.size === 0) this.whole.resolve();
    else this.silence = setTimeout(() => this.fail(new Error(this.sentence())), SILENT_MS);
  }

  private sentence(): string {
    const left = [...this.left].map(([partition, end]) => `${partition} up to ${end}`).join(', ');
    return `nothing came for ${SILENT_MS / 1_000} s of what is still to be read: ${left}`;
  }
}
