/** A record as the log of the model has it. */
export interface LoggedRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
}

/** A record that is to be appended. */
export interface NewRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string | Buffer>>;
}

/** The topics: partitions of records, which are only ever added to. */
export class ModelLog {
  private readonly partitions = new Map<string, LoggedRecord[]>();
  /** Called after each append. */
  onAppend: () => void = () => undefined;

  constructor(private readonly now: () => number) {}

  append(records: readonly NewRecord[]): void {
    for (const { topic, partition, key, value, headers } of records) {
      const log = this.read(topic, partition);
      const asBytes = Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)] as const);
      log.push({ offset: log.length, timestamp: Math.floor(this.now()), key, value, headers: Object.fromEntries(asBytes) });
    }
    this.onAppend();
  }

  read(topic: string, partition: number): LoggedRecord[] {
    const name = `${topic} ${partition}`;
    let log = this.partitions.get(name);
    if (!log) this.partitions.set(name, (log = []));
    return log;
  }

  /** Every partition that has something, with its records. */
  *all(): Generator<{ readonly topic: string; readonly partition: number; readonly records: readonly LoggedRecord[] }> {
    for (const [name, records] of this.partitions) {
      const [topic = '', partition] = name.split(' ');
      yield { topic, partition: Number(partition), records };
    }
  }
}

/** A header as text. */
export function headerOf({ headers }: LoggedRecord, name: string): string {
  return headers[name]?.toString() ?? '';
}
